package dev.telecoder.platform.web;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.web.admin.Backend;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The server as the dashboard's pages know it: logins and the routes of the API, nothing else. */
final class AdminBackend implements Backend {

    private final Tokens tokens;
    private final Logins logins;
    private final Rates rates;
    private final ApiTable table;
    private final HostView host;
    private final Json json;

    AdminBackend(Tokens tokens, Logins logins, Rates rates, ApiTable table, HostView host, Json json) {
        this.tokens = tokens;
        this.logins = logins;
        this.rates = rates;
        this.table = table;
        this.host = host;
        this.json = json;
    }

    @Override
    public Optional<Visitor> visitor(Context ctx) {
        try {
            return logins.find(ctx).isEmpty() ? Optional.empty() : Optional.of(visitor(logins.require(ctx)));
        } catch (Problem e) {
            // A login that has ended is no wrong answer to anything: the page asks for a new one.
            if (e.status() == 401) {
                return Optional.empty();
            }
            throw refused(e);
        }
    }

    @Override
    public void login(Context ctx, String token) {
        try {
            Person person = tokens.login(token, ctx.req().getRemoteAddr());
            logins.giveCookie(ctx, tokens.newSession(person));
        } catch (Problem e) {
            throw refused(e);
        }
    }

    @Override
    public void logout(Context ctx, Visitor visitor) {
        tokens.forget(caller(visitor));
        logins.takeCookie(ctx);
    }

    @Override
    public void permitWriting(Visitor visitor, String csrf) {
        Caller caller = caller(visitor);
        try {
            String shown = caller.csrf();
            if (shown != null && !Tokens.same(shown, csrf)) {
                throw Problem.forbidden("This form did not come from a page of this login. Open the page again.");
            }
            rates.take(caller.key());
        } catch (Problem e) {
            throw refused(e);
        }
    }

    @Override
    public JsonValue call(Visitor visitor, String method, List<String> path, Map<String, String> query,
            JsonValue body) {
        try {
            if (path.equals(List.of("parts"))) {
                return JsonValue.object().put("parts", ProbeRoutes.parts(host.readyParts())).build();
            }
            Answer answer = table.call(caller(visitor), method, path, query, body);
            JsonValue said = answer.body();
            return said == null ? JsonValue.NULL : said;
        } catch (Problem e) {
            throw refused(e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(method + " " + String.join("/", path) + " failed", e);
        }
    }

    @Override
    public JsonValue upload(Visitor visitor, Context ctx, List<String> path) {
        try {
            Answer answer = table.upload(caller(visitor), ctx, path);
            JsonValue said = answer.body();
            return said == null ? JsonValue.NULL : said;
        } catch (Problem e) {
            throw refused(e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the upload to " + String.join("/", path) + " failed", e);
        }
    }

    @Override
    public JsonValue read(String text) {
        try {
            return json.parse(text);
        } catch (PluginException e) {
            throw new Refused(422, "This is no JSON: " + e.getMessage(), List.of());
        }
    }

    @Override
    public AutoCloseable onLog(Runnable grown) {
        return host.onLog(grown);
    }

    @Override
    public String version() {
        return host.version();
    }

    private static Visitor visitor(Caller caller) {
        String csrf = caller.csrf();
        return new Visitor(caller.person().id(), caller.person().name(), caller.admin(), caller.key(),
                csrf == null ? "" : csrf, caller);
    }

    private static Caller caller(Visitor visitor) {
        return (Caller) visitor.login();
    }

    private static Refused refused(Problem problem) {
        return new Refused(problem.status(), String.valueOf(problem.getMessage()), problem.errors().stream()
                .map(field -> new Wrong(field.path(), field.message())).toList());
    }
}

package dev.telecoder.platform.web;

import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.identity.Person;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Logging in and out. */
final class LoginRoutes {

    private static final int BODY_LIMIT = 16 * 1024;
    private static final int MAX_TOKEN = 1_000;

    private final Tokens tokens;
    private final Logins logins;
    private final Json json;

    LoginRoutes(Tokens tokens, Logins logins, Json json) {
        this.tokens = tokens;
        this.logins = logins;
        this.json = json;
    }

    void register(RoutesConfig routes, Api api) {
        routes.get("/login", this::link);
        routes.post(Api.BASE + "/login", this::login);
        api.post("/logout", request -> {
            tokens.forget(request.caller());
            request.http().ifPresent(logins::takeCookie);
            return Answer.none();
        });
        api.get("/me", request -> {
            Person me = request.person();
            String csrf = request.caller().csrf();
            if (csrf != null) {
                request.http().ifPresent(ctx -> ctx.header("X-CSRF-Token", csrf));
            }
            return Answer.ok(JsonValue.object().put("id", me.id()).put("name", me.name()).put("role", me.role().word())
                    .put("csrf_token", csrf).build());
        });
    }

    /** What a person sees whose link did not work. */
    static String page(@Nullable String why) {
        String text = String.valueOf(why).replace("&", "&amp;").replace("<", "&lt;");
        return "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Log in to TeleCoder</title><main><h1>Log in to"
                + " TeleCoder</h1><p>" + text + "</p><p><a href=\"/\">Log in with a token</a></p></main></html>";
    }

    private void login(Context ctx) throws IOException {
        JsonValue token = Api.object(Bodies.read(ctx, BODY_LIMIT), json).get("token");
        if (!(token instanceof JsonValue.JsonString text) || text.value().isBlank()
                || text.value().length() > MAX_TOKEN) {
            throw Problem.invalid("token", "expected the owner's token, an API token or the code of a login link");
        }
        Person person = tokens.login(text.value().strip(), ctx.req().getRemoteAddr());
        logins.giveCookie(ctx, tokens.newSession(person));
        Api.send(ctx, Answer.none());
    }

    /** A link that is opened a second time leads whoever is logged in to the page all the same. */
    private void link(Context ctx) {
        ctx.header("Cache-Control", "no-store");
        Optional<String> code = Optional.ofNullable(ctx.queryParam("code")).filter(text -> !text.isBlank());
        if (code.isPresent()) {
            try {
                Person person = tokens.link(code.get(), ctx.req().getRemoteAddr());
                logins.giveCookie(ctx, tokens.newSession(person));
            } catch (Problem e) {
                if (e.status() != 401 || logins.findQuietly(ctx).isEmpty()) {
                    throw e;
                }
            }
        }
        ctx.status(303).header("Location", "/");
    }
}

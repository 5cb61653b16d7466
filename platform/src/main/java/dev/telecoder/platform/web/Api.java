package dev.telecoder.platform.web;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What all routes of the API share: the login, the token of a browser, limits, the body, and doing nothing twice. */
final class Api {

    static final String BASE = "/api/v1";
    private static final int BODY_LIMIT = 1024 * 1024;

    private final RoutesConfig routes;
    private final Logins logins;
    private final Rates rates;
    private final Idempotency idempotency;
    private final Json json;
    private final ApiTable table = new ApiTable();

    Api(RoutesConfig routes, Logins logins, Rates rates, Idempotency idempotency, Json json) {
        this.routes = routes;
        this.logins = logins;
        this.rates = rates;
        this.idempotency = idempotency;
        this.json = json;
    }

    /** One route. */
    interface Route {
        Answer handle(ApiRequest request) throws Exception;
    }

    /** A route that answers with more than fits into memory. */
    interface Download {
        void write(ApiRequest request) throws Exception;
    }

    void get(String path, Route route) {
        table.add("GET", path, route);
        routes.get(BASE + path,
                ctx -> send(ctx, route.handle(
                        new ApiRequest(ctx, logins.require(ctx), JsonValue.NULL, null))));
    }

    /** A route that writes its answer itself, piece by piece. */
    void download(String path, Download route) {
        routes.get(BASE + path,
                ctx -> route.write(new ApiRequest(ctx, logins.require(ctx), JsonValue.NULL, null)));
    }

    /** A route that reads its body itself, piece by piece, however long it is. */
    void upload(String path, Route route) {
        routes.post(BASE + path, ctx -> {
            Caller caller = writer(ctx);
            send(ctx, route.handle(new ApiRequest(ctx, caller, JsonValue.NULL, null)));
        });
    }

    void post(String path, Route route) {
        table.add("POST", path, route);
        routes.post(BASE + path, writing(route, true));
    }

    /** A route that takes JSON, or a file in its place; the second one reads the body itself. */
    void postOrUpload(String path, Route ofJson, Route ofFile) {
        table.add("POST", path, ofJson);
        table.add("UPLOAD", path, ofFile);
        Handler usual = writing(ofJson, true);
        routes.post(BASE + path, ctx -> {
            String type = ctx.contentType();
            if (type == null || type.startsWith("application/json")) {
                usual.handle(ctx);
            } else {
                send(ctx, ofFile.handle(new ApiRequest(ctx, writer(ctx), JsonValue.NULL, null)));
            }
        });
    }

    void patch(String path, Route route) {
        table.add("PATCH", path, route);
        routes.patch(BASE + path, writing(route, false));
    }

    void delete(String path, Route route) {
        table.add("DELETE", path, route);
        routes.delete(BASE + path, writing(route, false));
    }

    /** {@return all routes, for pages that are made here and ask as their visitor} */
    ApiTable table() {
        return table;
    }

    private Handler writing(Route route, boolean repeatable) {
        return ctx -> {
            Caller caller = writer(ctx);
            byte[] bytes = Bodies.read(ctx, BODY_LIMIT);
            String key = repeatable ? ctx.header("Idempotency-Key") : null;
            ApiRequest request = new ApiRequest(ctx, caller, object(bytes, json), key);
            if (key == null || key.isBlank()) {
                send(ctx, route.handle(request));
                return;
            }
            var name = new Idempotency.Name(key, caller.person().id(), ctx.method() + " " + ctx.path());
            send(ctx, idempotency.once(name, Tokens.hash(new String(bytes, StandardCharsets.ISO_8859_1)),
                    () -> answer(route, request)));
        };
    }

    /** Who it is that wants to change something, and may. */
    private Caller writer(Context ctx) {
        Caller caller = logins.require(ctx);
        String csrf = caller.csrf();
        String shown = ctx.header("X-CSRF-Token");
        if (csrf != null && (shown == null || !Tokens.same(csrf, shown))) {
            throw Problem.forbidden("The header X-CSRF-Token is missing or wrong. GET /api/v1/me tells it.");
        }
        rates.take(caller.key());
        return caller;
    }

    /** A refusal is an answer too, and is given again to the same request. */
    private static Answer answer(Route route, ApiRequest request) {
        try {
            return route.handle(request);
        } catch (Problem e) {
            if (e.retryAfter() > 0) {
                throw e;
            }
            return e.answer();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static JsonValue object(byte[] bytes, Json json) {
        if (bytes.length == 0) {
            return JsonValue.object().build();
        }
        JsonValue body;
        try {
            // Strictly: what a lenient reader makes of other bytes is not what the sender meant.
            body = json.parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            throw Problem.invalid("", "The body is not UTF-8 text. Expected a JSON object in UTF-8.");
        } catch (PluginException e) {
            throw Problem.invalid("", "The body is no JSON: " + e.getMessage());
        }
        if (!(body instanceof JsonValue.JsonObject)) {
            throw Problem.invalid("", "The body must be a JSON object.");
        }
        return body;
    }

    static void send(Context ctx, Answer answer) throws IOException {
        ctx.status(answer.status());
        ctx.header("Cache-Control", "no-store");
        @Nullable JsonValue body = answer.body();
        if (body != null) {
            ctx.contentType(answer.status() >= 400 ? "application/problem+json" : "application/json");
            ctx.result(body.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}

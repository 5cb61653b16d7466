package dev.telecoder.platform.web;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.identity.Person;
import io.javalin.http.Context;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request of somebody who is known.
 *
 * @param source what was asked for
 * @param caller who sent it
 * @param body the object it carries; empty where there is none
 * @param key what makes it the same request as another, or {@code null}
 */
record ApiRequest(Source source, Caller caller, JsonValue body, @Nullable String key) {

    private static final int USUAL_LIMIT = 50;
    private static final int MAX_LIMIT = 200;

    /** What was asked for: over HTTP, or by a page that is made here. */
    interface Source {

        /** {@return the request as it came, or {@code null} for a page that is made here} */
        @Nullable Context http();

        String param(String name);

        @Nullable String query(String name);
    }

    /**
     * A request over HTTP.
     *
     * @param http the request as it came
     */
    record Http(Context http) implements Source {

        @Override
        public String param(String name) {
            return http.pathParam(name);
        }

        @Override
        public @Nullable String query(String name) {
            return http.queryParam(name);
        }
    }

    ApiRequest(Context http, Caller caller, JsonValue body, @Nullable String key) {
        this(new Http(http), caller, body, key);
    }

    /** The request as it came, for what is no JSON. */
    Context ctx() {
        return http().orElseThrow(() -> Problem.of(404, "There is nothing at this address."));
    }

    Person person() {
        return caller.person();
    }

    /** The response, for headers beside the answer. */
    Optional<Context> http() {
        return Optional.ofNullable(source.http());
    }

    String path(String name) {
        return source.param(name);
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(source.query(name)).filter(text -> !text.isEmpty());
    }

    Optional<String> cursor() {
        return query("cursor");
    }

    int limit() {
        Optional<String> given = query("limit");
        if (given.isEmpty()) {
            return USUAL_LIMIT;
        }
        if (given.get().matches("\\d{1,6}")) {
            int limit = Integer.parseInt(given.get());
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        }
        throw Problem.invalid("limit", "expected 1 to " + MAX_LIMIT);
    }

    /** Whether everything is asked for, not only one's own; for those who may. */
    boolean all() {
        return caller.admin() && query("all").filter("true"::equals).isPresent();
    }

    void requireAdmin() {
        if (!caller.admin()) {
            throw Problem.forbidden("Only the owner or an admin may do this.");
        }
    }

    /** Reads a text that may be left out. */
    @Nullable String text(String name, int max) {
        JsonValue value = body.get(name);
        if (value.isNull()) {
            return null;
        }
        if (!(value instanceof JsonValue.JsonString text)) {
            throw Problem.invalid(name, "expected a text");
        }
        if (text.value().length() > max) {
            throw Problem.invalid(name, "may have at most " + max + " characters, has " + text.value().length());
        }
        return text.value();
    }

    /** Reads a text that must be there. */
    String required(String name, int max) {
        String text = text(name, max);
        if (text == null || text.isBlank()) {
            throw Problem.invalid(name, "is missing");
        }
        return text;
    }

    boolean flag(String name) {
        JsonValue value = body.get(name);
        if (!value.isNull() && !(value instanceof JsonValue.JsonBoolean)) {
            throw Problem.invalid(name, "expected true or false");
        }
        return value.asBoolean(false);
    }
}

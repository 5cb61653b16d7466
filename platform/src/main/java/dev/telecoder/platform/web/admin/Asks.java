package dev.telecoder.platform.web.admin;

import dev.telecoder.api.json.JsonValue;
import java.util.List;
import java.util.Map;

/**
 * The API in the name of one visitor.
 *
 * @param backend the server
 * @param visitor the visitor
 */
record Asks(Backend backend, Backend.Visitor visitor) {

    JsonValue get(String... path) {
        return get(Map.of(), path);
    }

    JsonValue get(Map<String, String> query, String... path) {
        return backend.call(visitor, "GET", List.of(path), query, JsonValue.NULL);
    }

    JsonValue send(String method, JsonValue body, String... path) {
        return backend.call(visitor, method, List.of(path), Map.of(), body);
    }

    JsonValue post(String... path) {
        return send("POST", JsonValue.object().build(), path);
    }

    /** Everything where the visitor may see it, their own else. */
    Map<String, String> all(Map<String, String> query) {
        if (!visitor.admin()) {
            return query;
        }
        var more = new java.util.HashMap<>(query);
        more.put("all", "true");
        return more;
    }

    boolean admin() {
        return visitor.admin();
    }
}

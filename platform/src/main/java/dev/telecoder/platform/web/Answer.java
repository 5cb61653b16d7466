package dev.telecoder.platform.web;

import dev.telecoder.api.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a route answers.
 *
 * @param status the status
 * @param body the body, or {@code null} for none
 */
record Answer(int status, @Nullable JsonValue body) {

    static Answer ok(JsonValue body) {
        return new Answer(200, body);
    }

    static Answer accepted(JsonValue body) {
        return new Answer(202, body);
    }

    static Answer none() {
        return new Answer(204, null);
    }

    static Answer items(List<JsonValue> items) {
        return items(items, null);
    }

    static Answer items(List<JsonValue> items, @Nullable String next) {
        return ok(JsonValue.object().put("items", items).put("next", next).build());
    }
}

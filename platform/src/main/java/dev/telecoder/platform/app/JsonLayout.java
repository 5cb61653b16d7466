package dev.telecoder.platform.app;

import dev.telecoder.api.json.JsonValue;
import java.util.stream.Collectors;

/** JSON on several lines, for people to read and for files that are compared line by line. */
final class JsonLayout {

    private JsonLayout() {}

    static String lines(JsonValue value) {
        return lines(value, "\n");
    }

    private static String lines(JsonValue value, String newline) {
        String inner = newline + "  ";
        if (!value.members().isEmpty()) {
            return value.members().entrySet().stream()
                    .map(member -> inner + new JsonValue.JsonString(member.getKey()) + ": "
                            + lines(member.getValue(), inner))
                    .collect(Collectors.joining(",", "{", newline + "}"));
        }
        boolean plain = value.items().stream().allMatch(item -> item.members().isEmpty() && item.items().isEmpty());
        if (value.items().isEmpty() || plain) {
            return value.toString();
        }
        return value.items().stream().map(item -> inner + lines(item, inner))
                .collect(Collectors.joining(",", "[", newline + "]"));
    }
}

package dev.telecoder.platform.config;

import dev.telecoder.api.json.JsonValue;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/** What a YAML scalar without quotes stands for, by YAML 1.2's core schema. */
final class PlainScalar {

    private static final Pattern NUMBER = Pattern.compile("[-+]?(0|[1-9]\\d{0,99})(\\.\\d{1,99})?([eE][-+]?\\d{1,3})?");

    private PlainScalar() {}

    static JsonValue value(String text) {
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> JsonValue.NULL;
            case "true", "True", "TRUE" -> new JsonValue.JsonBoolean(true);
            case "false", "False", "FALSE" -> new JsonValue.JsonBoolean(false);
            default ->
                    NUMBER.matcher(text).matches()
                            ? new JsonValue.JsonNumber(new BigDecimal(text))
                            : new JsonValue.JsonString(text);
        };
    }

    /** Whether it is anything but a word. */
    static boolean isTyped(String text) {
        return !(value(text) instanceof JsonValue.JsonString);
    }
}

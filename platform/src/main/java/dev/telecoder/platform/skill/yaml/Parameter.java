package dev.telecoder.platform.skill.yaml;

import dev.telecoder.api.json.JsonValue;
import java.util.Locale;

/**
 * An input of a skill.
 *
 * @param name as in the file
 * @param fallback what it is where nothing is passed; {@link JsonValue#NULL} if nothing
 */
record Parameter(String name, JsonValue fallback) {

    /** {@return the variable the command finds it in} */
    String variable() {
        return variable(name);
    }

    static String variable(String name) {
        return "PARAM_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** The text of a value: of a list or section its JSON, of nothing the empty text. */
    static String text(JsonValue value) {
        return switch (value) {
            case JsonValue.JsonString text -> text.value();
            case JsonValue.JsonNull _ -> "";
            // 1E3 is 1000 to a shell, but 1E999999999 is not to become a billion digits.
            case JsonValue.JsonNumber number when Math.abs((long) number.value().scale()) < 100 -> number.value()
                    .toPlainString();
            default -> value.toString();
        };
    }
}

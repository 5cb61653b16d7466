package dev.telecoder.platform.config;

import dev.telecoder.api.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes values the way a person would write them into config.yaml. */
final class YamlWriter {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/][A-Za-z0-9_./@+-]*");
    /** Words that YAML 1.1 takes for true and false. */
    private static final Set<String> OLD_WORDS = Set.of("y", "n", "yes", "no", "on", "off");

    private YamlWriter() {}

    /** A value on one line. */
    static String inline(JsonValue value) {
        return switch (value) {
            case JsonValue.JsonObject object -> object.members().entrySet().stream()
                    .map(member -> word(member.getKey()) + ": " + inline(member.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
            case JsonValue.JsonArray array -> array.items().stream().map(YamlWriter::inline)
                    .collect(Collectors.joining(", ", "[", "]"));
            case JsonValue.JsonString text -> word(text.value());
            default -> value.toString();
        };
    }

    /** What follows a key and its colon: on the same line, or on lines of their own that are indented so far. */
    static String after(JsonValue value, int indent, String newline) {
        String begin = newline + " ".repeat(indent);
        if (!value.members().isEmpty()) {
            return begin + members(value.members(), indent, newline);
        }
        if (value.items().stream().anyMatch(item -> !item.members().isEmpty())) {
            return value.items().stream().map(item -> begin + item(item, indent, newline))
                    .collect(Collectors.joining());
        }
        return " " + inline(value);
    }

    /** An item of a list, without the indentation of its first line. */
    static String item(JsonValue value, int indent, String newline) {
        return "- " + (value.members().isEmpty() ? inline(value) : members(value.members(), indent + 2, newline));
    }

    /** Keys with their values, without the indentation of the first line. */
    static String members(Map<String, JsonValue> members, int indent, String newline) {
        return members.entrySet().stream()
                .map(member -> word(member.getKey()) + ":" + after(member.getValue(), indent + 2, newline))
                .collect(Collectors.joining(newline + " ".repeat(indent)));
    }

    /** A value below some keys. */
    static JsonValue nested(List<String> steps, JsonValue value) {
        return JsonPaths.with(JsonValue.NULL, steps, value);
    }

    static String word(String text) {
        boolean plain = PLAIN.matcher(text).matches() && !PlainScalar.isTyped(text)
                && !OLD_WORDS.contains(text.toLowerCase(java.util.Locale.ROOT));
        return plain ? text : new JsonValue.JsonString(text).toString();
    }
}

package dev.telecoder.platform.web.admin;

import dev.telecoder.api.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One setting as a field of a form, made from its schema.
 *
 * @param name within the section
 * @param hint what it is for
 * @param kind text, number, switch, choice, secret, lines, or other for what a form cannot hold
 * @param value what holds; empty for a secret, which is never sent
 * @param shown the same as it was when the form was made
 * @param usual what holds where it is left out
 * @param choices the values of a choice
 * @param from where the value stands
 * @param required whether the section cannot do without it
 * @param problem what is wrong with it; empty if nothing
 */
record SettingField(String name, String hint, String kind, String value, String shown, String usual,
        List<String> choices, String from, boolean required, String problem) {

    private static final int DEEPEST = 3;

    String id() {
        return "set-" + name.replace('.', '-');
    }

    boolean secretSet() {
        return kind.equals("secret") && !from.isEmpty();
    }

    SettingField typed(String text, String wrong) {
        return new SettingField(name, hint, kind, kind.equals("secret") ? "" : text, shown, usual, choices, from,
                required, wrong);
    }

    /** The fields of a section. */
    static List<SettingField> of(JsonValue settings) {
        String section = settings.get("path").text();
        Map<String, JsonValue> values = settings.get("values").items().stream().collect(
                Collectors.toMap(one -> one.get("path").text(), one -> one, (first, second) -> first));
        List<SettingField> fields = new ArrayList<>();
        collect(settings.get("schema"), section, "", values, 0, fields);
        return fields;
    }

    private static void collect(JsonValue schema, String section, String prefix, Map<String, JsonValue> values,
            int depth, List<SettingField> fields) {
        List<String> required = schema.get("required").items().stream().map(JsonValue::text).toList();
        schema.get("properties").members().forEach((key, property) -> {
            String name = prefix + key;
            if (!property.get("properties").members().isEmpty() && depth < DEEPEST) {
                collect(property, section, name + ".", values, depth + 1, fields);
            } else {
                fields.add(one(name, property, values.get(section + "." + name), required.contains(key)));
            }
        });
    }

    private static SettingField one(String name, JsonValue schema, @org.jspecify.annotations.Nullable JsonValue held,
            boolean required) {
        boolean set = held != null && !held.get("source").text().equals("default");
        JsonValue value = set ? held.get("value") : JsonValue.NULL;
        String kind = kind(schema);
        String text = switch (kind) {
            case "secret" -> "";
            case "lines" -> String.join("\n", value.items().stream().map(JsonValue::text).toList());
            case "other" -> value.isNull() ? "" : Show.json(value);
            default -> plain(value);
        };
        JsonValue usual = schema.get("default");
        return new SettingField(name, schema.get("description").text(), kind, text, text,
                usual.items().isEmpty() ? plain(usual)
                        : String.join(", ", usual.items().stream().map(JsonValue::text).toList()),
                schema.get("enum").items().stream().map(JsonValue::text).filter(word -> word.equals(
                        word.toLowerCase(java.util.Locale.ROOT))).toList(),
                held == null || !set ? "" : held.get("from").text(), required, "");
    }

    private static String kind(JsonValue schema) {
        if (schema.get("writeOnly").asBoolean(false)) {
            return "secret";
        }
        if (!schema.get("enum").items().isEmpty()) {
            return "choice";
        }
        String type = schema.get("type").items().isEmpty() ? schema.get("type").text()
                : schema.get("type").at(0).text();
        return switch (type) {
            case "boolean" -> "switch";
            case "integer", "number" -> "number";
            case "string" -> "text";
            case "array" -> schema.get("items").get("properties").members().isEmpty() ? "lines" : "other";
            default -> "other";
        };
    }

    /** What was typed, as it shall stand in the file. */
    JsonValue parsed(String text) {
        String clean = text.strip();
        return switch (kind) {
            case "lines" -> JsonValue.array(clean.lines().map(String::strip).filter(line -> !line.isEmpty()).toList());
            case "switch" -> clean.equals("true") || clean.equals("false") ? JsonValue.of(clean.equals("true"))
                    : JsonValue.of(clean);
            case "number" -> clean.matches("-?\\d{1,15}(\\.\\d{1,9})?") ? JsonValue.of(new java.math.BigDecimal(clean))
                    : JsonValue.of(clean);
            default -> JsonValue.of(kind.equals("secret") ? text.strip() : clean);
        };
    }

    private static String plain(JsonValue value) {
        return switch (value) {
            case JsonValue.JsonString string -> string.value();
            case JsonValue.JsonNull nothing -> "";
            default -> value.toString();
        };
    }
}

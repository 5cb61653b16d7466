package dev.telecoder.plugin.gemini;

import dev.telecoder.api.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts a JSON Schema into the words of the service, which knows a part of OpenAPI's schemas and refuses a request with any
 * other word. What it cannot say is left out or said in the description.
 */
final class SchemaWords {

    /** Deep enough for any tool; a schema that contains itself ends there. */
    private static final int DEEPEST = 12;

    private static final Map<String, Set<String>> FORMATS = Map.of("NUMBER", Set.of("float", "double"),
            "INTEGER", Set.of("int32", "int64"), "STRING", Set.of("enum", "date-time"));

    private final JsonValue root;

    private SchemaWords(JsonValue root) {
        this.root = root;
    }

    static JsonValue of(JsonValue schema) {
        return new SchemaWords(schema).translate(schema, 0);
    }

    private JsonValue translate(JsonValue given, int depth) {
        Map<String, JsonValue> from = whole(given, depth);
        JsonValue.ObjectBuilder out = JsonValue.object();
        List<String> types = types(from);
        boolean nullable = types.remove("NULL");
        List<JsonValue> choices = new ArrayList<>(choices(from));
        nullable |= choices.removeIf(choice -> choice.get("type").text().equals("null"));
        if (types.size() > 1) {
            types.forEach(type -> choices.add(JsonValue.object().put("type", type.toLowerCase(Locale.ROOT)).build()));
        }
        if (choices.size() == 1) {
            from.putAll(whole(choices.removeFirst(), depth + 1));
            types = types(from);
        }
        String type = types.isEmpty() ? choices.isEmpty() ? guess(from) : "" : types.size() > 1 ? "" : types.getFirst();
        StringBuilder description = new StringBuilder(text(from, "description"));
        if (!choices.isEmpty()) {
            out.put("anyOf", choices.stream().limit(DEEPEST)
                    .map(choice -> depth < DEEPEST ? translate(choice, depth + 1) : JsonValue.NULL)
                    .filter(choice -> !choice.isNull()).toList());
        } else {
            out.put("type", type);
        }
        if (nullable) {
            out.put("nullable", true);
        }
        String format = text(from, "format");
        if (FORMATS.getOrDefault(type, Set.of()).contains(format)) {
            out.put("format", format);
        } else if (!format.isEmpty()) {
            remark(description, "format: " + format);
        }
        values(from, type, out, description);
        if (type.equals("ARRAY")) {
            out.put("items", depth < DEEPEST && from.containsKey("items") ? translate(from.get("items"), depth + 1)
                    : JsonValue.object().put("type", "STRING").build());
            // 64-bit numbers are texts in this service's JSON.
            List.of("minItems", "maxItems").forEach(name -> out.putIfPresent(name, number(from, name)));
        } else if (type.equals("OBJECT")) {
            members(from, out, depth);
        }
        if (!description.isEmpty()) {
            out.put("description", description.toString());
        }
        return out.build();
    }

    private void members(Map<String, JsonValue> from, JsonValue.ObjectBuilder out, int depth) {
        Map<String, JsonValue> properties = from.getOrDefault("properties", JsonValue.NULL).members();
        if (properties.isEmpty() || depth >= DEEPEST) {
            return;
        }
        Map<String, JsonValue> translated = new LinkedHashMap<>();
        properties.forEach((name, schema) -> translated.put(name, translate(schema, depth + 1)));
        out.put("properties", translated);
        List<String> required = from.getOrDefault("required", JsonValue.NULL).items().stream().map(JsonValue::text)
                .filter(translated::containsKey).toList();
        if (!required.isEmpty()) {
            out.put("required", required);
        }
    }

    /** The service knows lists of texts only. */
    private static void values(Map<String, JsonValue> from, String type, JsonValue.ObjectBuilder out,
            StringBuilder description) {
        List<JsonValue> values = from.containsKey("const") ? List.of(from.get("const"))
                : from.getOrDefault("enum", JsonValue.NULL).items();
        List<JsonValue> named = values.stream().filter(value -> !value.isNull() && !value.text().isEmpty()).toList();
        if (named.isEmpty()) {
            return;
        }
        if (type.equals("STRING")) {
            out.put("enum", named.stream().map(JsonValue::text).toList());
        } else {
            remark(description, "one of " + named.stream().map(JsonValue::toString).collect(Collectors.joining(", ")));
        }
    }

    private static void remark(StringBuilder description, String remark) {
        description.append(description.isEmpty() ? "" : " ").append('(').append(remark).append(')');
    }

    private static JsonValue number(Map<String, JsonValue> from, String name) {
        return from.getOrDefault(name, JsonValue.NULL) instanceof JsonValue.JsonNumber n ? JsonValue.of(n.text())
                : JsonValue.NULL;
    }

    /** The schema with what it refers to and what it is all of. */
    private Map<String, JsonValue> whole(JsonValue given, int depth) {
        Map<String, JsonValue> all = new LinkedHashMap<>(given.members());
        JsonValue reference = all.remove("$ref");
        if (reference != null && depth < DEEPEST) {
            whole(target(reference.text()), depth + 1).forEach(all::putIfAbsent);
        }
        JsonValue parts = all.remove("allOf");
        if (parts != null && depth < DEEPEST) {
            for (JsonValue part : parts.items()) {
                whole(part, depth + 1).forEach((name, value) -> all.merge(name, value, SchemaWords::merged));
            }
        }
        return all;
    }

    private static JsonValue merged(JsonValue one, JsonValue other) {
        if (one instanceof JsonValue.JsonObject) {
            JsonValue.ObjectBuilder both = JsonValue.object();
            other.members().forEach(both::put);
            one.members().forEach(both::put);
            return both.build();
        } else if (one instanceof JsonValue.JsonArray) {
            List<JsonValue> both = new ArrayList<>(one.items());
            other.items().stream().filter(item -> !both.contains(item)).forEach(both::add);
            return JsonValue.array(both);
        }
        return one;
    }

    private JsonValue target(String reference) {
        JsonValue at = reference.startsWith("#/") ? root : JsonValue.NULL;
        for (String step : reference.substring(Math.min(2, reference.length())).split("/")) {
            at = at.get(step.replace("~1", "/").replace("~0", "~"));
        }
        return at;
    }

    private static List<JsonValue> choices(Map<String, JsonValue> from) {
        return from.containsKey("anyOf") ? from.get("anyOf").items()
                : from.getOrDefault("oneOf", JsonValue.NULL).items();
    }

    private static List<String> types(Map<String, JsonValue> from) {
        JsonValue told = from.getOrDefault("type", JsonValue.NULL);
        List<JsonValue> all = told instanceof JsonValue.JsonArray ? told.items() : told.isNull() ? List.of()
                : List.of(told);
        return all.stream().map(type -> type.text().toUpperCase(Locale.ROOT))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static String guess(Map<String, JsonValue> from) {
        if (from.containsKey("properties")) {
            return "OBJECT";
        } else if (from.containsKey("items")) {
            return "ARRAY";
        }
        JsonValue first = from.containsKey("const") ? from.get("const")
                : from.getOrDefault("enum", JsonValue.NULL).at(0);
        return switch (first) {
            case JsonValue.JsonNumber _ -> "NUMBER";
            case JsonValue.JsonBoolean _ -> "BOOLEAN";
            default -> "STRING";
        };
    }

    private static String text(Map<String, JsonValue> from, String name) {
        return from.getOrDefault(name, JsonValue.NULL).text();
    }
}

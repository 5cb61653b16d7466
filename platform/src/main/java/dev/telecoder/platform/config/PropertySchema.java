package dev.telecoder.platform.config;

import dev.telecoder.api.Secret;
import dev.telecoder.api.Setting;
import dev.telecoder.api.json.JsonValue;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One setting as a JSON Schema, from the type of its record component and what {@link Setting} says of it. */
final class PropertySchema {

    /** A variable of the environment somewhere in a text. */
    private static final String VARIABLE = "\\$\\{[A-Za-z_][A-Za-z0-9_]*\\}";

    private PropertySchema() {}

    static JsonValue of(Type type, @Nullable Setting setting, JsonValue usual) {
        Map<String, JsonValue> schema = new LinkedHashMap<>();
        if (setting != null && !setting.value().isEmpty()) {
            schema.put("description", JsonValue.of(setting.value()));
        }
        schema.putAll(typed(type));
        if (setting == null) {
            return new JsonValue.JsonObject(schema);
        }
        if (Double.isFinite(setting.min())) {
            schema.put("minimum", number(setting.min()));
        }
        if (Double.isFinite(setting.max())) {
            schema.put("maximum", number(setting.max()));
        }
        JsonValue byDefault = setting.byDefault().isEmpty() ? named(type, usual) : literal(setting.byDefault());
        if (!byDefault.isNull() && !schema.containsKey("writeOnly") && !isSection(type)) {
            schema.put("default", byDefault);
        }
        if (setting.examples().length > 0) {
            schema.put("examples",
                    JsonValue.array(Arrays.stream(setting.examples()).map(PropertySchema::literal).toList()));
        }
        return new JsonValue.JsonObject(schema);
    }

    static JsonValue object(String description, Map<String, JsonValue> properties, List<String> required) {
        JsonValue.ObjectBuilder object = JsonValue.object();
        if (!description.isEmpty()) {
            object.put("description", description);
        }
        object.put("type", List.of("object", "null")).put("properties", new JsonValue.JsonObject(properties));
        if (!required.isEmpty()) {
            object.put("required", required);
        }
        return object.put("additionalProperties", false).build();
    }

    static JsonValue listOf(JsonValue item, String description) {
        return JsonValue.object().put("description", description).put("type", List.of("array", "null"))
                .put("items", item).build();
    }

    static JsonValue mapOf(JsonValue value, String description) {
        return JsonValue.object().put("description", description).put("type", List.of("object", "null"))
                .put("additionalProperties", value).build();
    }

    static JsonValue with(JsonValue schema, String name, Object value) {
        Map<String, JsonValue> members = new LinkedHashMap<>(schema.members());
        members.put(name, JsonValue.of(value));
        return new JsonValue.JsonObject(members);
    }

    private static Map<String, JsonValue> typed(Type type) {
        Class<?> raw = RecordTypes.raw(type);
        if (raw == Optional.class) {
            return typed(RecordTypes.argument(type, 0));
        } else if (raw == JsonValue.class || raw == Object.class) {
            return Map.of();
        } else if (raw == List.class || raw == Collection.class || raw == Set.class) {
            return list(RecordTypes.argument(type, 0));
        } else if (raw == Map.class) {
            return map(type);
        } else if (raw == Secret.class) {
            return members("type", List.of("string", "number", "null"), "writeOnly", true);
        } else if (raw.isRecord()) {
            return RecordTypes.parser(raw) == null ? RecordSchema.of(raw.asSubclass(Record.class)).members()
                    : word(raw);
        } else if (raw.isEnum()) {
            return members("type", List.of("string", "null"), "enum", choices(raw));
        }
        return scalar(raw);
    }

    private static Map<String, JsonValue> scalar(Class<?> raw) {
        if (raw == boolean.class || raw == Boolean.class) {
            return members("type", List.of("boolean", "string", "null"), "pattern",
                    "^(true|false|yes|no|on|off)$|" + VARIABLE);
        } else if (raw == int.class || raw == Integer.class) {
            return members("type", List.of("integer", "string", "null"), "pattern", "^-?[0-9]+$|" + VARIABLE);
        } else if (raw == long.class || raw == Long.class) {
            return members("type", List.of("integer", "string", "null"), "pattern",
                    "^-?[0-9]+$|^[0-9.]+ *[KkMmGgTt]?[Ii]?[Bb]?$|" + VARIABLE);
        } else if (raw == double.class || raw == Double.class || raw == BigDecimal.class) {
            return members("type", List.of("number", "string", "null"), "pattern",
                    "^-?[0-9.]+([eE][-+]?[0-9]+)?$|" + VARIABLE);
        } else if (raw == Duration.class) {
            return members("type", List.of("string", "integer", "null"), "pattern",
                    "^( *[0-9]+ *(ms|[smhdwSMHDW]) *)+$|^[Pp]|^0$|" + VARIABLE);
        } else if (raw == URI.class) {
            return members("type", List.of("string", "null"), "format", "uri-reference");
        } else if (raw == Instant.class) {
            return members("type", List.of("string", "null"));
        }
        return members("type", List.of("string", "number", "null"));
    }

    /** A record that is written as one word. */
    private static Map<String, JsonValue> word(Class<?> raw) {
        if (raw == ByteSize.class) {
            return members("type", List.of("string", "integer", "null"), "pattern",
                    "^ *[0-9]+(\\.[0-9]+)? *([KkMmGgTt][Ii]?)?[Bb]? *$|" + VARIABLE);
        } else if (raw == Limit.class) {
            return members("type", List.of("number", "null", "string"), "minimum", 0, "pattern",
                    "^[0-9.]+$|" + VARIABLE);
        } else if (raw == QuietHours.class) {
            return members("type", List.of("string", "null"), "pattern",
                    "^ *[0-9]{1,2}:[0-9]{2} *- *[0-9]{1,2}:[0-9]{2} *$|" + VARIABLE);
        }
        return members("type", List.of("string", "number", "null"));
    }

    /** One value stands for a list of one, as people write it. */
    private static Map<String, JsonValue> list(Type item) {
        JsonValue items = withoutNull(new JsonValue.JsonObject(typed(item)));
        boolean texts = RecordTypes.raw(item) == String.class;
        return members("type", texts ? List.of("array", "string", "number", "null") : List.of("array", "null"), "items",
                items);
    }

    private static Map<String, JsonValue> map(Type type) {
        JsonValue value = new JsonValue.JsonObject(typed(RecordTypes.argument(type, 1)));
        Class<?> key = RecordTypes.raw(RecordTypes.argument(type, 0));
        if (!key.isEnum()) {
            return members("type", List.of("object", "null"), "additionalProperties", value);
        }
        JsonValue.ObjectBuilder properties = JsonValue.object();
        for (Object constant : key.getEnumConstants()) {
            properties.put(((Enum<?>) constant).name(), value);
            properties.put(Names.shown((Enum<?>) constant), value);
        }
        return members("type", List.of("object", "null"), "properties", properties.build(), "additionalProperties",
                false);
    }

    /** The keys of a map are shown as the guide writes them, in capitals where they are constants. */
    private static JsonValue named(Type type, JsonValue usual) {
        if (RecordTypes.raw(type) != Map.class || !RecordTypes.raw(RecordTypes.argument(type, 0)).isEnum()) {
            return usual;
        }
        JsonValue.ObjectBuilder named = JsonValue.object();
        for (Object constant : RecordTypes.raw(RecordTypes.argument(type, 0)).getEnumConstants()) {
            Enum<?> key = (Enum<?>) constant;
            named.putIfPresent(key.name(), usual.get(Names.shown(key)));
        }
        return named.build();
    }

    private static boolean isSection(Type type) {
        Class<?> raw = RecordTypes.raw(type);
        return raw.isRecord() && raw != Secret.class && RecordTypes.parser(raw) == null;
    }

    private static JsonValue withoutNull(JsonValue schema) {
        if (schema.get("type").isNull()) {
            return schema;
        }
        JsonValue types = JsonValue.array(
                schema.get("type").items().stream().filter(type -> !type.text().equals("null")).toList());
        JsonValue rest = with(schema, "type", types);
        return schema.get("enum").isNull() ? rest
                : with(rest, "enum", JsonValue.array(
                        schema.get("enum").items().stream().filter(choice -> !choice.isNull()).toList()));
    }

    private static List<JsonValue> choices(Class<?> type) {
        var choices = new ArrayList<JsonValue>();
        for (Object constant : type.getEnumConstants()) {
            choices.add(JsonValue.of(Names.shown((Enum<?>) constant)));
        }
        choices.add(JsonValue.NULL);
        return choices;
    }

    /** A value as it stands in config.yaml; variables stay as they are. */
    private static JsonValue literal(String yaml) {
        return YamlTree.literal(yaml);
    }

    private static JsonValue number(double value) {
        BigDecimal number = BigDecimal.valueOf(value).stripTrailingZeros();
        return new JsonValue.JsonNumber(number.scale() < 0 ? number.setScale(0) : number);
    }

    private static Map<String, JsonValue> members(Object... namesAndValues) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], JsonValue.of(namesAndValues[i + 1]));
        }
        return members;
    }
}

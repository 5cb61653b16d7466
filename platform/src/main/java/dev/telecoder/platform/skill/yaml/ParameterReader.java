package dev.telecoder.platform.skill.yaml;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.Dialects;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads {@code parameters}: of each its JSON Schema, which is checked itself, and beside it {@code required}. */
final class ParameterReader {

    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,63}");
    private static final List<String> TYPES =
            List.of("string", "integer", "number", "boolean", "array", "object", "null");

    /** All words of JSON Schema but those that point elsewhere: a parameter's schema stands by itself. */
    private static final List<String> WORDS = List.of("type", "description", "required", "default", "enum", "const",
            "title", "examples", "deprecated", "readOnly", "writeOnly", "format", "pattern", "minLength", "maxLength",
            "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "items", "prefixItems",
            "contains", "minContains", "maxContains", "minItems", "maxItems", "uniqueItems", "unevaluatedItems",
            "properties", "patternProperties", "additionalProperties", "propertyNames", "minProperties",
            "maxProperties", "dependentRequired", "dependentSchemas", "unevaluatedProperties", "allOf", "anyOf",
            "oneOf", "not", "if", "then", "else", "contentEncoding", "contentMediaType", "contentSchema", "$comment");

    private final Mistakes mistakes;
    private final List<Parameter> all = new ArrayList<>();
    private final Map<String, JsonValue> properties = new LinkedHashMap<>();
    private final List<String> required = new ArrayList<>();
    private final Map<String, String> variables = new LinkedHashMap<>();

    /**
     * What was read.
     *
     * @param all the parameters
     * @param schemaJson the schema of the input
     */
    record Parameters(List<Parameter> all, String schemaJson) {}

    ParameterReader(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    Parameters read(JsonValue section) {
        if (!section.isNull() && !(section instanceof JsonValue.JsonObject)) {
            mistakes.add("parameters", "is " + Mistakes.shown(section),
                    "a section, such as shop: {type: string, description: \"…\", required: true}");
        }
        section.members().forEach(this::parameter);
        JsonValue.ObjectBuilder schema = JsonValue.object().put("type", "object")
                .put("properties", new JsonValue.JsonObject(properties));
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        return new Parameters(all, schema.put("additionalProperties", false).build().toString());
    }

    private void parameter(String name, JsonValue value) {
        String path = "parameters." + name;
        if (!NAME.matcher(name).matches()) {
            mistakes.add(path, "is no name of a parameter", "letters, digits, _, . and -, beginning with a letter");
            return;
        }
        String taken = variables.putIfAbsent(Parameter.variable(name), name);
        if (taken != null) {
            mistakes.add(path, "is the same variable as " + taken + ", " + Parameter.variable(name), "another name");
        }
        if (!(value instanceof JsonValue.JsonObject)) {
            mistakes.add(path, "is " + Mistakes.shown(value),
                    "a JSON Schema, such as {type: string, description: \"…\", required: true}");
            return;
        }
        Map<String, JsonValue> schema = new LinkedHashMap<>(value.members());
        JsonValue must = schema.getOrDefault("required", JsonValue.NULL);
        // In a JSON Schema `required` is a list, of the keys of an object; that one stays.
        if (schema.containsKey("required") && !(must instanceof JsonValue.JsonArray)) {
            schema.remove("required");
            if (!(must instanceof JsonValue.JsonBoolean)) {
                mistakes.add(path + ".required", "is " + Mistakes.shown(must), "true or false");
            }
        }
        if (must.asBoolean(false)) {
            required.add(name);
        }
        JsonValue cleaned = new JsonValue.JsonObject(schema);
        check(path, cleaned);
        properties.put(name, cleaned);
        all.add(new Parameter(name, schema.getOrDefault("default", JsonValue.NULL)));
    }

    private void check(String path, JsonValue schema) {
        int before = mistakes.inOrder().size();
        words(path, schema);
        if (mistakes.inOrder().size() > before) {
            return;
        }
        Schema meta = REGISTRY.getSchema(SchemaLocation.of(Dialects.getDraft202012().getId()));
        List<Error> wrong = meta.validate(schema.toString(), InputFormat.JSON);
        wrong.stream().map(error -> Map.entry(path(path, error), error.getMessage())).distinct()
                .forEach(error -> mistakes.add(error.getKey(), "is no valid JSON Schema: " + error.getValue(), ""));
        JsonValue fallback = schema.get("default");
        if (wrong.isEmpty() && schema.members().containsKey("default")) {
            REGISTRY.getSchema(schema.toString(), InputFormat.JSON).validate(fallback.toString(), InputFormat.JSON)
                    .forEach(error -> mistakes.add(path + ".default", "does not fit its own schema: "
                            + error.getMessage(), ""));
        }
    }

    /** Looks for words that are misspelt; JSON Schema itself would take them for remarks. */
    private void words(String path, JsonValue schema) {
        schema.members().forEach((word, value) -> {
            String at = Mistakes.child(path, word);
            if (!WORDS.contains(word) && !word.startsWith("x-")) {
                boolean points = word.startsWith("$");
                String near = points ? null : Nearest.to(word, WORDS);
                mistakes.add(at, points ? "points elsewhere, and a parameter's schema stands by itself"
                        : "is no word of JSON Schema", "", near);
            }
            if (word.equals("type")) {
                type(at, value);
            }
            switch (word) {
                case "items", "additionalProperties", "contains", "not", "if", "then", "else", "propertyNames" ->
                        words(at, value);
                case "properties", "patternProperties", "dependentSchemas" ->
                        value.members().forEach((key, inner) -> words(Mistakes.child(at, key), inner));
                case "allOf", "anyOf", "oneOf", "prefixItems" -> {
                    for (int i = 0; i < value.items().size(); i++) {
                        words(at + "[" + i + "]", value.items().get(i));
                    }
                }
                default -> {
                    // a value, not a schema
                }
            }
        });
    }

    private void type(String path, JsonValue value) {
        for (JsonValue one : value instanceof JsonValue.JsonArray ? value.items() : List.of(value)) {
            if (!TYPES.contains(one.text()) || !(one instanceof JsonValue.JsonString)) {
                mistakes.add(path, "is " + Mistakes.shown(one), "one of " + String.join(", ", TYPES),
                        Nearest.to(one.text(), TYPES));
            }
        }
    }

    private static String path(String path, Error error) {
        StringBuilder at = new StringBuilder(path);
        for (String step : error.getInstanceLocation().toString().split("/")) {
            if (!step.isEmpty()) {
                at.append(step.matches("\\d+") ? "[" + step + "]" : "." + step);
            }
        }
        return at.toString();
    }
}

package dev.telecoder.testkit;

import dev.telecoder.api.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/** The Bot API as it describes itself: which parameters a method takes, and of which types. Safe for many threads. */
final class BotApiSchema {

    private static final JsonValue SPEC = read();

    private BotApiSchema() {}

    private static JsonValue read() {
        try (InputStream in = BotApiSchema.class.getResourceAsStream("telegram-bot-api.json")) {
            return JacksonJson.INSTANCE
                    .parse(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** What is wrong with a call, if anything. */
    static Optional<String> complaint(String method, JsonValue parameters) {
        JsonValue fields = SPEC.get("methods").get(method);
        return fields.isNull() ? Optional.of("method " + method + " is not known") : object(method, fields, parameters);
    }

    private static Optional<String> object(String where, JsonValue fields, JsonValue value) {
        if (!(value instanceof JsonValue.JsonObject)) {
            return Optional.of(where + " is no object");
        }
        for (String name : value.members().keySet()) {
            if (fields.items().stream().noneMatch(field -> field.get("name").text().equals(name))) {
                return Optional.of(where + " has no " + name);
            }
        }
        for (JsonValue field : fields.items()) {
            String name = field.get("name").text();
            JsonValue given = value.get(name);
            if (!value.members().containsKey(name)) {
                if (field.get("required").asBoolean(false)) {
                    return Optional.of(where + " lacks " + name);
                }
                continue;
            }
            if (field.get("types").items().stream().noneMatch(type -> fits(type.text(), given))) {
                return Optional.of(where + "." + name + " is " + given + ", not " + field.get("types"));
            }
        }
        return Optional.empty();
    }

    private static boolean fits(String type, JsonValue value) {
        if (type.startsWith("Array of ")) {
            return value instanceof JsonValue.JsonArray
                    && value.items().stream().allMatch(item -> fits(type.substring("Array of ".length()), item));
        }
        return switch (type) {
            case "Integer" -> value instanceof JsonValue.JsonNumber number
                    && number.value().stripTrailingZeros().scale() <= 0;
            case "Float" -> value instanceof JsonValue.JsonNumber;
            case "String", "InputFile" -> value instanceof JsonValue.JsonString;
            case "Boolean" -> value instanceof JsonValue.JsonBoolean;
            default -> {
                JsonValue known = SPEC.get("types").get(type);
                yield known.get("subtypes").items().isEmpty()
                        ? !known.isNull() && object(type, known.get("fields"), value).isEmpty()
                        : known.get("subtypes").items().stream().anyMatch(sub -> fits(sub.text(), value));
            }
        };
    }
}

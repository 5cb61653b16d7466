package dev.telecoder.testkit;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.telecoder.api.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The calls of Discord's own OpenAPI description that a bot makes. Safe for many threads. */
final class DiscordSpec {

    private static final List<Call> CALLS = read();

    private DiscordSpec() {}

    private record Call(String method, Pattern path, @Nullable Schema body) {}

    private static List<Call> read() {
        JsonValue spec;
        try (InputStream in = DiscordSpec.class.getResourceAsStream("discord-openapi.json")) {
            spec = JacksonJson.INSTANCE.parse(new String(Objects.requireNonNull(in).readAllBytes(),
                    StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        return spec.get("paths").members().entrySet().stream()
                .flatMap(path -> path.getValue().members().entrySet().stream().map(call -> new Call(
                        call.getKey().toUpperCase(java.util.Locale.ROOT), pattern(path.getKey()),
                        schema(call.getValue(), spec, schemas))))
                .toList();
    }

    private static Pattern pattern(String template) {
        return Pattern.compile(template.replaceAll("\\{\\w+_id}", "\\\\d+").replaceAll("\\{\\w+}", "[^/?]+"));
    }

    private static @Nullable Schema schema(JsonValue call, JsonValue spec, SchemaRegistry schemas) {
        JsonValue body = call.get("requestBody").get("content").get("application/json").get("schema");
        return body.isNull() ? null : schemas.getSchema(JsonValue.object().put("allOf", List.of(body))
                .put("$defs", spec.get("components").get("schemas")).build().toString()
                .replace("#/components/schemas/", "#/$defs/"), InputFormat.JSON);
    }

    /** What is wrong with a call by the description; a form is seen by what it has as JSON. Empty if nothing is. */
    static Optional<String> complaint(String method, String path, @Nullable String body) {
        Optional<Call> call = CALLS.stream()
                .filter(one -> one.method().equals(method) && one.path().matcher(path).matches()).findFirst();
        if (call.isEmpty()) {
            return Optional.of("404: Not Found");
        }
        Schema schema = call.get().body();
        if (schema == null) {
            return body == null ? Optional.empty() : Optional.of("a body is not expected");
        }
        return body == null ? Optional.of("the body is missing")
                : schema.validate(body, InputFormat.JSON).stream().map(Object::toString).findFirst()
                        .map(why -> "50035: Invalid Form Body: " + why);
    }
}

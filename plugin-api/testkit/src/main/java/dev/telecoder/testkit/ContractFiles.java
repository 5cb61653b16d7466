package dev.telecoder.testkit;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.telecoder.api.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Recordings and specifications of third parties that are no part of the repository. They are looked for in {@code
 * shared/contracts} beside the repository or above it, or where the system property {@code telecoder.contracts} says. A
 * test that asks for what is not there is skipped, visibly.
 *
 * @since 1.0
 */
public final class ContractFiles {

    private ContractFiles() {}

    /**
     * Finds a file or folder, or skips the test.
     *
     * @param path relative, such as {@code llm/sse}
     * @return where it is
     */
    public static Path require(String path) {
        Optional<Path> found = find(path);
        Assumptions.assumeTrue(found.isPresent(), "shared/contracts/" + path + " is not beside the repository.");
        return found.orElseThrow();
    }

    private static Optional<Path> find(String path) {
        String told = System.getProperty("telecoder.contracts", "");
        if (!told.isEmpty()) {
            return Optional.of(Path.of(told, path)).filter(Files::exists);
        }
        return Stream.iterate(Path.of("").toAbsolutePath(), parent -> parent != null, Path::getParent)
                .map(parent -> parent.resolve("shared/contracts").resolve(path)).filter(Files::exists).findFirst();
    }

    /**
     * Lists the files of a folder whose names begin in a given way, or skips the test.
     *
     * @param folder such as {@code llm/sse}
     * @param prefix the beginning of the names
     * @return the files, by name; at least one
     */
    public static List<Path> list(String folder, String prefix) {
        try (Stream<Path> files = Files.list(require(folder))) {
            List<Path> found = files.filter(file -> file.getFileName().toString().startsWith(prefix)).sorted().toList();
            Assumptions.assumeFalse(found.isEmpty(), "shared/contracts/" + folder + " has no " + prefix + "*.");
            return found;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * Checks a body against a schema of an OpenAPI 3.1 file, or skips the test.
     *
     * @param openApi the file, such as {@code llm/specs/x.openapi.json}
     * @param schema the name of the schema
     * @param body what to check
     * @return what is wrong, one sentence each; empty if nothing is
     */
    public static List<String> violations(String openApi, String schema, JsonValue body) {
        try {
            JsonValue file = JacksonJson.INSTANCE.parse(Files.readString(require(openApi)));
            JsonValue root = JsonValue.object().put("$ref", "#/components/schemas/" + schema)
                    .put("components", withoutDiscriminators(file.get("components"))).build();
            Schema compiled = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(root.toString(), InputFormat.JSON);
            return compiled.validate(body.toString(), InputFormat.JSON).stream().map(Object::toString).toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * Copies a description with one place of it put right, where it contradicts what its vendor says elsewhere.
     *
     * @param description the description, or a part of it
     * @param value what shall stand at the place
     * @param place the names that lead there
     * @return the copy
     */
    public static JsonValue corrected(JsonValue description, JsonValue value, String... place) {
        if (place.length == 0) {
            return value;
        }
        JsonValue.ObjectBuilder copy = JsonValue.object();
        description.members().forEach(copy::put);
        return copy.put(place[0], corrected(description.get(place[0]), value,
                Arrays.copyOfRange(place, 1, place.length))).build();
    }

    /**
     * Where a discriminator decides which of several schemas holds, that others hold as well is no violation. A validator of
     * JSON Schema knows no discriminators.
     */
    private static JsonValue withoutDiscriminators(JsonValue value) {
        if (value instanceof JsonValue.JsonArray array) {
            return JsonValue.array(array.items().stream().map(ContractFiles::withoutDiscriminators).toList());
        } else if (value instanceof JsonValue.JsonObject object) {
            JsonValue.ObjectBuilder copy = JsonValue.object();
            boolean decided = !object.get("discriminator").isNull();
            object.members().forEach((name, member) -> copy.put(decided && name.equals("oneOf") ? "anyOf" : name,
                    withoutDiscriminators(member)));
            return copy.build();
        }
        return value;
    }
}

package dev.telecoder.platform.skill;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.HostJson;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Checks inputs against JSON Schemas (draft 2020-12). Schemas are read once; they are text, so no plugin's class is kept. */
final class Schemas {

    private static final HostJson JSON = new HostJson();
    private static final JsonValue EMPTY = JsonValue.object().build();
    private static final Map<String, Schema> READ = new ConcurrentHashMap<>();

    private Schemas() {}

    /** Tells what is wrong with a schema; empty if it can be used. */
    static List<String> problems(String schemaJson) {
        try {
            return JSON.parse(schemaJson) instanceof JsonValue.JsonObject ? List.of()
                    : List.of("Its input schema is no JSON object.");
        } catch (PluginException e) {
            return List.of("Its input schema cannot be read. " + e.getMessage());
        }
    }

    /** Tells what is wrong with a value, a sentence each; empty if it fits. */
    static List<String> check(String schemaJson, JsonValue value) {
        try {
            return READ.computeIfAbsent(schemaJson, Schemas::read).validate(value.toString(), InputFormat.JSON).stream()
                    .map(error -> (error.getInstanceLocation().toString().isEmpty() ? "input"
                            : error.getInstanceLocation().toString()) + ": " + error.getMessage())
                    .distinct().toList();
        } catch (RuntimeException e) {
            return List.of("The skill's input schema cannot be used: " + e.getMessage());
        }
    }

    /** Reads a schema before it is needed. */
    static void prepare(String schemaJson) {
        check(schemaJson, EMPTY);
    }

    private static Schema read(String schemaJson) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(schemaJson,
                InputFormat.JSON);
    }
}

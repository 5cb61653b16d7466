package dev.telecoder.support.llm;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * Reads the schemas of tools and puts them into a service's words, each once: the same tools come with every request of a
 * conversation. Safe for many threads.
 *
 * @since 0.2
 */
public final class ToolSchemas {

    /** Far more than a host has tools; where schemas are made up anew each time, the memory must not grow. */
    private static final int MOST = 2_000;

    private final Json json;
    private final UnaryOperator<JsonValue> translation;
    private final Map<String, JsonValue> known = new ConcurrentHashMap<>();

    /**
     * Makes an empty one.
     *
     * @param json the host's JSON
     * @param translation puts a schema into the service's words; called by many threads
     */
    public ToolSchemas(Json json, UnaryOperator<JsonValue> translation) {
        this.json = json;
        this.translation = translation;
    }

    /**
     * Reads a schema, or takes it as it was read before.
     *
     * @param schemaJson a JSON Schema
     * @return the schema in the service's words
     * @throws IllegalArgumentException if it is no JSON
     */
    public JsonValue of(String schemaJson) {
        JsonValue found = known.get(schemaJson);
        if (found != null) {
            return found;
        }
        JsonValue made;
        try {
            made = translation.apply(json.parse(schemaJson));
        } catch (PluginException broken) {
            throw new IllegalArgumentException("The schema of a tool or an answer is no JSON.", broken);
        }
        if (known.size() >= MOST) {
            known.clear();
        }
        known.put(schemaJson, made);
        return made;
    }
}

package dev.telecoder.platform.sandbox;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import java.nio.charset.StandardCharsets;

/**
 * Reads from a model's answer what it used, as Anthropic's messages, and chat completions and responses of OpenAI's kind tell it:
 * whole, or bit by bit in a stream, where later figures hold the earlier ones.
 */
final class UseReader {

    private final Json json;
    private String model = "";
    private long input;
    private long cached;
    private long output;
    private long pieces;

    UseReader(Json json) {
        this.json = json;
    }

    /** Takes a line of a stream. */
    void line(String line) {
        // Where no figures come, there is at least a token in each piece.
        pieces += line.startsWith("data:") && line.contains("\"delta\"") ? 1 : 0;
        if (line.startsWith("data:") && (line.contains("\"usage\"") || model.isEmpty())) {
            whole(line.substring(5).strip());
        }
    }

    /** Takes a whole JSON text; one that is none tells nothing. */
    void whole(String text) {
        if (!text.startsWith("{")) {
            return;
        }
        try {
            JsonValue all = json.parse(text);
            take(all);
            take(all.get("message"));
            take(all.get("response"));
        } catch (PluginException noJson) {
            // The answer is passed on as it is; what it used is not known.
        }
    }

    private void take(JsonValue value) {
        model = value.get("model").findText().filter(name -> !name.isEmpty()).orElse(model);
        JsonValue use = value.get("usage");
        long fresh = number(use, "input_tokens");
        long read = number(use, "cache_read_input_tokens");
        long written = number(use, "cache_creation_input_tokens");
        input = Math.max(input, Math.max(number(use, "prompt_tokens"), fresh + read + written));
        cached = Math.max(cached, Math.max(read, Math.max(
                number(use.get("prompt_tokens_details"), "cached_tokens"),
                number(use.get("input_tokens_details"), "cached_tokens"))));
        output = Math.max(output, Math.max(number(use, "output_tokens"), number(use, "completion_tokens")));
    }

    private static long number(JsonValue value, String name) {
        return Math.max(0, value.get(name).asLong(0));
    }

    ModelDoor.Use use() {
        return new ModelDoor.Use(model, input, cached, output > 0 ? output : pieces);
    }

    /** The model a request names; empty if it names none. */
    static String modelOf(Json json, byte[] body) {
        try {
            return body.length == 0 ? ""
                    : json.parse(new String(body, StandardCharsets.UTF_8)).get("model").findText().orElse("");
        } catch (PluginException noJson) {
            return "";
        }
    }
}

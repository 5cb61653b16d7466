package dev.telecoder.plugin.openai;

import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.Content;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code reasoning_details} of OpenRouter: what the model behind it thought, signed or encrypted, which must come again
 * unchanged with what followed it. They arrive in pieces and are kept in the signature of a thought, with the address of the
 * server: another one would not know them.
 */
final class ThoughtDetails {

    private static final String OURS = "reasoning_details:";
    private static final List<String> GROWING = List.of("text", "summary");

    private final List<Map<String, JsonValue>> all = new ArrayList<>();

    /** Takes what one chunk says: a piece of the last detail if it is of its kind and number, else a new one. */
    void add(List<JsonValue> pieces) {
        for (JsonValue piece : pieces) {
            Map<String, JsonValue> last = all.isEmpty() ? Map.of() : all.getLast();
            if (continues(last, piece)) {
                piece.members().forEach((name, value) -> {
                    if (GROWING.contains(name) && last.get(name) instanceof JsonValue.JsonString begun) {
                        last.put(name, JsonValue.of(begun.value() + value.text()));
                    } else if (!value.isNull()) {
                        last.put(name, value);
                    }
                });
            } else if (!piece.members().isEmpty()) {
                all.add(new LinkedHashMap<>(piece.members()));
            }
        }
    }

    /** What is encrypted comes whole. */
    private static boolean continues(Map<String, JsonValue> last, JsonValue piece) {
        return GROWING.stream().anyMatch(name -> last.containsKey(name)) && !piece.members().containsKey("data")
                && piece.get("type").equals(last.get("type"))
                && piece.members().get("index") instanceof JsonValue index && index.equals(last.get("index"));
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    String signature(String server) {
        return OURS + JsonValue.object().put("server", server)
                .put("details", all.stream().map(JsonValue.JsonObject::new).toList()).build();
    }

    /** What a thought is to be sent back as; empty for one that is not of this server. */
    static Optional<List<JsonValue>> of(Content.Reasoning thought, String server, Json json) {
        if (!thought.signature().startsWith(OURS)) {
            return Optional.empty();
        }
        JsonValue kept = json.parse(thought.signature().substring(OURS.length()));
        return kept.get("server").text().equals(server) ? Optional.of(kept.get("details").items()) : Optional.empty();
    }
}

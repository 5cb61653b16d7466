package dev.telecoder.plugin.openai;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.Content;
import java.util.List;
import java.util.Optional;

/**
 * A thought of Responses, which comes and goes encrypted. It is kept as a thought whose signature holds the item's id and the
 * encrypted text; what other providers signed is none of this service's business.
 */
final class ThoughtItem {

    private static final String OURS = "openai:";

    private ThoughtItem() {}

    static Content.Reasoning reasoning(String summary, String id, String encrypted) {
        return new Content.Reasoning(summary, encrypted.isEmpty() ? "" : OURS + id + ":" + encrypted);
    }

    static Optional<JsonValue> of(Content.Reasoning thought) {
        String signature = thought.signature();
        int end = signature.indexOf(':', OURS.length());
        if (!signature.startsWith(OURS) || end < 0) {
            return Optional.empty();
        }
        List<JsonValue> summary = thought.text().isEmpty() ? List.of()
                : List.of(JsonValue.object().put("type", "summary_text").put("text", thought.text()).build());
        return Optional.of(JsonValue.object().put("type", "reasoning")
                .put("id", signature.substring(OURS.length(), end)).put("summary", summary)
                .put("encrypted_content", signature.substring(end + 1)).build());
    }
}

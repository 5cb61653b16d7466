package dev.telecoder.plugin.anthropic;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.Content;
import java.util.Optional;

/**
 * Marks the signatures of this service. It refuses a conversation with a thought it did not sign, and a conversation
 * may have been begun with another provider.
 */
final class Signature {

    private static final String SIGNED = "anthropic:";
    private static final String REDACTED = "anthropic-redacted:";

    private Signature() {}

    static Content.Reasoning signed(String thought, String signature) {
        return new Content.Reasoning(thought, signature.isEmpty() ? "" : SIGNED + signature);
    }

    static Content.Reasoning redacted(String data) {
        return new Content.Reasoning("", REDACTED + data);
    }

    /** The block the thought came from; empty if it is not one of this service, or was cut off before it was signed. */
    static Optional<JsonValue> block(Content.Reasoning thought) {
        String signature = thought.signature();
        if (signature.startsWith(REDACTED)) {
            return Optional.of(JsonValue.object().put("type", "redacted_thinking")
                    .put("data", signature.substring(REDACTED.length())).build());
        } else if (signature.startsWith(SIGNED)) {
            return Optional.of(JsonValue.object().put("type", "thinking").put("thinking", thought.text())
                    .put("signature", signature.substring(SIGNED.length())).build());
        }
        return Optional.empty();
    }
}

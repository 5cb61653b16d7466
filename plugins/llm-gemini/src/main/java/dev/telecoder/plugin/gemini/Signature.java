package dev.telecoder.plugin.gemini;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.Content;

/**
 * Keeps the signatures of this service. It signs parts of an answer, calls above all, and refuses a call that comes back
 * without its signature. A signed part is kept as a thought without text before the part; what other providers signed is
 * none of this service's business.
 */
final class Signature {

    /** Says "do not look for one"; for calls that another provider's model asked for. */
    static final String NONE = "skip_thought_signature_validator";

    private static final String OF_NEXT = "gemini:";
    private static final String ALONE = "gemini-alone:";
    private static final String THOUGHT = "gemini-thought:";

    private Signature() {}

    /** For the piece that follows. */
    static Content.Reasoning ofNext(String signature) {
        return new Content.Reasoning("", OF_NEXT + signature);
    }

    /** For a part without content. */
    static Content.Reasoning alone(String signature) {
        return new Content.Reasoning("", ALONE + signature);
    }

    static Content.Reasoning ofThought(String thought, String signature) {
        return new Content.Reasoning(thought, signature.isEmpty() ? "" : THOUGHT + signature);
    }

    /** The signature that belongs to the next piece; empty if this is none. */
    static String next(Content.Reasoning thought) {
        return thought.signature().startsWith(OF_NEXT) ? thought.signature().substring(OF_NEXT.length()) : "";
    }

    /** The part to send back for the thought itself; null-valued if there is none. */
    static JsonValue part(Content.Reasoning thought) {
        String signature = thought.signature();
        if (signature.startsWith(ALONE)) {
            return JsonValue.object().put("text", "").put("thoughtSignature", signature.substring(ALONE.length()))
                    .build();
        } else if (signature.startsWith(THOUGHT)) {
            return JsonValue.object().put("text", thought.text()).put("thought", true)
                    .put("thoughtSignature", signature.substring(THOUGHT.length())).build();
        }
        return JsonValue.NULL;
    }
}

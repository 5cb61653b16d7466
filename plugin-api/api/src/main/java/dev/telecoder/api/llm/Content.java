package dev.telecoder.api.llm;

/**
 * One piece of a chat message.
 *
 * <p>A later release may add kinds. A provider that meets one it does not know sends its
 * {@link #plainText()} instead, so always write {@code default -> content.plainText()}.
 *
 * @since 1.0
 */
public sealed interface Content {

    /** {@return this piece as plain text, for a model that takes nothing else} */
    String plainText();

    /**
     * Text.
     *
     * @param text what is said
     */
    record Text(String text) implements Content {
        @Override
        public String plainText() {
            return text;
        }
    }

    /**
     * What the model thought before it answered.
     *
     * @param text the thought, as far as the provider shows it
     * @param signature the provider's opaque proof of the thought, to be sent back unchanged; empty
     *     if there is none
     */
    record Reasoning(String text, String signature) implements Content {
        @Override
        public String plainText() {
            return text;
        }
    }

    /**
     * The model asks for a tool to be run.
     *
     * @param id the provider's id of the call, which its result repeats
     * @param tool the name of the tool
     * @param argumentsJson the arguments, a JSON object; complete, though perhaps not valid
     */
    record ToolCall(String id, String tool, String argumentsJson) implements Content {
        @Override
        public String plainText() {
            return tool + " " + argumentsJson;
        }
    }

    /**
     * What a tool answered.
     *
     * @param callId the id of the call
     * @param text what the model shall read
     * @param failed whether the tool failed
     */
    record ToolResult(String callId, String text, boolean failed) implements Content {
        @Override
        public String plainText() {
            return text;
        }
    }

    /**
     * An image.
     *
     * @param mediaType such as {@code image/png}
     * @param base64 the data
     * @param description what to say to a model that cannot see
     */
    record Image(String mediaType, String base64, String description) implements Content {
        @Override
        public String plainText() {
            return "[image: " + description + "]";
        }
    }
}

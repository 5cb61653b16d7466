package dev.telecoder.api.llm;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.HostProvided;
import java.util.List;
import java.util.Optional;

/**
 * What is asked of a model.
 *
 * @since 1.0
 */
@HostProvided
public interface LlmRequest {

    /** {@return the provider's name of the model} */
    String model();

    /** {@return the instructions that precede the conversation; empty if there are none} */
    String system();

    /** {@return the conversation, oldest first; it ends with a {@code USER} message} */
    List<ChatMessage> messages();

    /** {@return the tools the model may ask for; empty if none} */
    List<Tool> tools();

    /** {@return which tool the model must ask for: {@code auto}, {@code any}, {@code none}, or one tool's name} */
    String toolChoice();

    /** {@return the JSON Schema the answer must follow, if it must follow one} */
    Optional<String> answerSchemaJson();

    /** {@return how long the model may think first} */
    Thinking thinking();

    /** {@return how many messages, from the first, will come again unchanged; where to put cache marks} */
    int stableMessages();

    /** {@return the most tokens the answer may have} */
    int maxOutputTokens();

    /** {@return tells when the answer is no longer wanted} */
    CancellationToken cancellation();

    /**
     * A tool the model may ask for.
     *
     * @param name letters, digits, {@code _} and {@code -} only, at most 64 of them
     * @param description when to use it and when not
     * @param inputSchemaJson the JSON Schema of its arguments
     */
    record Tool(String name, String description, String inputSchemaJson) {}

    /** How long a model may think before it answers; a provider maps it to what its models know. */
    enum Thinking {
        /** Not at all, where the model lets one choose. */
        NONE,
        /** A little. */
        LOW,
        /** As the model would by itself. */
        MEDIUM,
        /** As long as it helps. */
        HIGH
    }
}

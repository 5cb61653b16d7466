package dev.telecoder.api.skill;

import dev.telecoder.api.HostProvided;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;

/**
 * A question to the language model, outside the conversation. For one thread.
 *
 * @since 1.0
 */
@HostProvided
public interface ModelQuestion {

    /**
     * Sets the instructions.
     *
     * @param text what the model shall do
     * @return this question
     */
    ModelQuestion instructions(String text);

    /**
     * Sets what is asked.
     *
     * @param text the question with all it needs
     * @return this question
     */
    ModelQuestion prompt(String text);

    /**
     * Adds an image.
     *
     * @param mediaType such as {@code image/png}
     * @param bytes the data
     * @param description what to say to a model that cannot see
     * @return this question
     */
    ModelQuestion image(String mediaType, byte[] bytes, String description);

    /**
     * Asks for an answer of a given shape, which {@link #askJson} returns.
     *
     * @param schemaJson a JSON Schema of an object
     * @return this question
     */
    ModelQuestion schema(String schemaJson);

    /** {@return this question, to be answered by the small model where one is configured} */
    ModelQuestion small();

    /**
     * Asks.
     *
     * @return the answer as text
     * @throws PluginException if there is no answer; {@code REJECTED} if the task's budget is spent
     */
    String ask();

    /**
     * Asks for an answer that fits {@link #schema}.
     *
     * @return the answer, checked against the schema
     * @throws PluginException if there is no answer, or none that fits after a second try
     */
    JsonValue askJson();
}

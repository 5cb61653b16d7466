package dev.telecoder.api.llm;

/**
 * A sign of progress while an answer is being written.
 *
 * @since 1.0
 */
public sealed interface LlmEvent {

    /**
     * More of the answer.
     *
     * @param text what follows the text so far
     */
    record TextDelta(String text) implements LlmEvent {}

    /**
     * More of the thought behind it.
     *
     * @param text what follows the thought so far
     */
    record ReasoningDelta(String text) implements LlmEvent {}

    /**
     * The model begins to ask for a tool; its arguments come with the response.
     *
     * @param tool the name of the tool
     */
    record ToolCallStarted(String tool) implements LlmEvent {}
}

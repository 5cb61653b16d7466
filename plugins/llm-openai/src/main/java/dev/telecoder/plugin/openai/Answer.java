package dev.telecoder.plugin.openai;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.LlmResponse;

/** Puts an answer together from what a server sends, telling of it as it grows. For one answer and one thread. */
interface Answer {

    /**
     * Takes an event of a stream, or a whole answer.
     *
     * @return whether it was the last
     */
    boolean add(JsonValue event);

    /** Whether the server said why it stopped. */
    boolean finished();

    LlmResponse response();
}

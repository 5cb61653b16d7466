package dev.telecoder.platform.agent;

import dev.telecoder.platform.task.Turn;
import org.jdbi.v3.core.Handle;

/** Where the agent's words go. Implemented by the gateway; the two meet in the wiring. */
public interface Outbox {

    /**
     * Stores an answer for delivery, as part of the caller's transaction. The same id is delivered once.
     *
     * @param h a handle that may write
     * @param id the id of the message
     * @param turn the turn it answers
     * @param markdown what to say
     */
    void answer(Handle h, String id, Turn turn, String markdown);

    /**
     * Stores a notice of the host's own for delivery, as part of the caller's transaction. The same id is delivered once.
     *
     * @param h a handle that may write
     * @param id the id of the message
     * @param turn the turn it is about
     * @param markdown what to say
     */
    void notice(Handle h, String id, Turn turn, String markdown);
}

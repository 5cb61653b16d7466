package dev.telecoder.api.channel;

import dev.telecoder.api.HostProvided;

/**
 * Where a channel puts the messages that arrive.
 *
 * @since 1.0
 */
@HostProvided
public interface Inbox {

    /**
     * Takes a message in. Returns at once when the message is stored; the answer comes later, through
     * {@link Channel#send}. A message seen before is ignored, so after a reconnect it is safe to
     * deliver again.
     *
     * @param message the message that arrived, or the button that was pressed
     *     ({@code picked(messageId, choiceId)} of its builder)
     * @return {@code TAKEN}, {@code SEEN} before, or {@code REFUSED} with a sentence for the sender, which
     *     a channel with private notices shows (a late or foreign press of a button)
     */
    Taken receive(InboundMessage message);

    /**
     * What became of a message.
     *
     * @param state whether it was taken
     * @param notice a sentence for the sender; empty unless it was refused
     */
    record Taken(State state, String notice) {

        /** Whether a message was taken. */
        public enum State {
            /** It is stored. */
            TAKEN,
            /** It was stored earlier. */
            SEEN,
            /** It is not stored, and the notice says why. */
            REFUSED
        }
    }

    /**
     * Tells the host that the connection was lost or found again, for the dashboard and the log.
     *
     * @param health how the connection is now
     */
    void report(Health health);

    /**
     * How a connection is.
     *
     * @param up whether messages flow
     * @param detail one sentence for the operator
     */
    record Health(boolean up, String detail) {}
}

package dev.telecoder.platform.heartbeat;

/**
 * What becomes of an event.
 *
 * @param decision what is done with it
 * @param reason why
 */
public record Verdict(Decision decision, Reason reason) {

    /** What is done with an event. */
    public enum Decision {
        /** A message of its own, now. */
        MESSAGE,
        /** The incident's message is edited, or answered in its thread. */
        UPDATE,
        /** A line in the next summary. */
        DIGEST,
        /** Nothing that anybody sees; it is on record. */
        SILENT
    }

    /** Why. */
    public enum Reason {
        /** Nobody was told of this yet. */
        NEW,
        /** This very event came before. */
        DUPLICATE,
        /** The incident stands as it stood. */
        UNCHANGED,
        /** It can wait until morning. */
        QUIET_HOURS,
        /** Somebody asked not to hear of it. */
        MUTED,
        /** There were enough messages today. */
        DAILY_LIMIT,
        /** It matters less than what one wants to be told of at once. */
        PREFERENCE,
        /** It is over. */
        RESOLVED
    }

    static Verdict of(Decision decision, Reason reason) {
        return new Verdict(decision, reason);
    }
}

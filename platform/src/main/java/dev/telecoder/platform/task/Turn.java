package dev.telecoder.platform.task;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Risk;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One piece of work of the agent: from a message to its answer.
 *
 * @param id our id
 * @param task what it belongs to; its own id unless it goes on with an earlier turn's work
 * @param conversation the conversation
 * @param person who asked; the turn acts with their rights
 * @param entry which way it came in
 * @param presumed up to which risk the person consented beforehand, for this turn only; {@code null} if they did not
 * @param state where it stands
 * @param outside whether it has read outside text
 * @param createdAt when it was asked for
 * @param startedAt when the agent took it up
 * @param endedAt when it ended
 * @param error why it failed, for a person
 * @param evidence what it changed and how that was verified, once it ended
 */
public record Turn(String id, String task, String conversation, String person, Entry entry, @Nullable Risk presumed,
        State state, boolean outside, Instant createdAt, @Nullable Instant startedAt, @Nullable Instant endedAt,
        @Nullable String error, @Nullable JsonValue evidence) {

    /** Where a turn stands. */
    public enum State {
        /** Another turn of its conversation goes first. */
        QUEUED,
        /** The agent works on it. */
        RUNNING,
        /** It waits for a person. */
        WAITING,
        /** It has answered. */
        DONE,
        /** It could not answer. */
        FAILED,
        /** A person stopped it. */
        STOPPED,
        /** Its money is spent. */
        OVER_BUDGET;

        /** {@return the name in JSON and in the database} */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** {@return whether nothing more will come of it} */
        public boolean ended() {
            return compareTo(DONE) >= 0;
        }

        static State of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}

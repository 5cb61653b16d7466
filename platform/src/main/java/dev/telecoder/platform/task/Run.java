package dev.telecoder.platform.task;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Risk;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One run of a skill, with the decision that came before it.
 *
 * @param id our id
 * @param turn the turn, or {@code null} for a run outside of any
 * @param step the place in the turn's journal
 * @param callId the model's id of the call, or {@code null}
 * @param parent the run that asked for this one, or {@code null}
 * @param entry which way it came in
 * @param person on whose behalf, or {@code null}
 * @param skill the skill
 * @param input what it was passed
 * @param risk how risky this run is
 * @param decision allow, ask or deny
 * @param decidedBy the rule, plan or question that decided
 * @param state where it stands
 * @param repo the repository in focus, or {@code null}
 * @param branch the branch that was checked out, or {@code null}
 * @param head the commit that was checked out, or {@code null}
 * @param snapshot the workspace before the run, or {@code null}
 * @param tree the content of the working tree after the run, or {@code null}
 * @param result what came of it, or {@code null}
 * @param createdAt when it was decided
 * @param startedAt when it began, or {@code null}
 * @param endedAt when it ended, or {@code null}
 */
public record Run(String id, @Nullable String turn, int step, @Nullable String callId, @Nullable String parent,
        Entry entry,
        @Nullable String person, String skill, JsonValue input, Risk risk, String decision, String decidedBy,
        State state,
        @Nullable String repo, @Nullable String branch, @Nullable String head, @Nullable String snapshot,
        @Nullable String tree, @Nullable RunResult result, Instant createdAt, @Nullable Instant startedAt,
        @Nullable Instant endedAt) {

    /** Where a run stands. */
    public enum State {
        /** It was not allowed. */
        REFUSED,
        /** A person was asked. */
        WAITING,
        /** It is under way. */
        RUNNING,
        /** It came to a result. */
        DONE,
        /** It came to none. */
        FAILED,
        /** A person stopped it. */
        CANCELLED,
        /** A crash cut it off, and what became of it cannot be told. */
        UNKNOWN;

        /** {@return the name in JSON and in the database} */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}

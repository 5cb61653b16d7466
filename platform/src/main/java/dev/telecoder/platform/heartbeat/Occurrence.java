package dev.telecoder.platform.heartbeat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.store.Times;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One time a job was due, or somebody ran it.
 *
 * @param id our number of it
 * @param job the job
 * @param due when it was due
 * @param text what was said with it; empty for one by schedule
 * @param state where it stands
 * @param turn the agent's turn, or {@code null}
 * @param startedAt when it began, or {@code null}
 * @param endedAt when it ended, or {@code null}
 * @param detail one sentence about how it went, or {@code null}
 */
public record Occurrence(long id, String job, Instant due, String text, State state, @Nullable String turn,
        @Nullable Instant startedAt, @Nullable Instant endedAt, @Nullable String detail) {

    /** Where an occurrence stands. */
    public enum State {
        /** It will begin at once; nothing was done yet. */
        CLAIMED,
        /** It is worked on. */
        RUNNING,
        /** It ended well. */
        DONE,
        /** It did not. */
        FAILED,
        /** It was not run. */
        MISSED,
        /** The host ended while it ran, and nobody knows how far it came. It is not run again. */
        UNKNOWN;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** {@return it as {@code cron runs} tells it} */
    public JsonValue toJson() {
        return JsonValue.object().put("name", job).put("occurrence", Times.text(due)).put("state", state.word())
                .put("started_at", startedAt == null ? null : Times.text(startedAt))
                .put("ended_at", endedAt == null ? null : Times.text(endedAt)).put("detail", detail)
                .put("turn", turn).build();
    }
}

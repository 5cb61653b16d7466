package dev.telecoder.platform.heartbeat;

import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What a job does, given by the wiring: the heartbeat knows neither agent nor gateway. Called by many threads. */
public interface JobWork {

    /**
     * Stores a turn of the agent that does the job, in the caller's transaction; it is not taken up yet.
     *
     * @param h a handle that may write
     * @param job the job
     * @param conversation where its earlier turns are, or {@code null}
     * @param text what was said with it; may be empty
     * @return where it is
     */
    Turned open(Handle h, Job job, @Nullable String conversation, String text);

    /**
     * Has the agent take up a turn.
     *
     * @param turned the turn
     */
    void begin(Turned turned);

    /**
     * Tells how a turn ended.
     *
     * @param turn the turn
     * @return how; empty if it goes on
     */
    Optional<Ending> ending(String turn);

    /**
     * Runs the skill of a job and waits for it.
     *
     * @param job the job
     * @return how it ended, with what it said
     */
    Ending run(Job job);

    /**
     * Tells of how a skill ended, in the caller's transaction.
     *
     * @param h a handle that may write
     * @param id names the message
     * @param job the job
     * @param markdown what to say
     */
    void tell(Handle h, String id, Job job, String markdown);

    /**
     * A turn.
     *
     * @param conversation its conversation
     * @param turn its id
     */
    record Turned(String conversation, String turn) {}

    /**
     * How it ended.
     *
     * @param well whether it did what it should
     * @param detail one sentence or what was said; {@code null} for none
     */
    record Ending(boolean well, @Nullable String detail) {}
}

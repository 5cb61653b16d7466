package dev.telecoder.plugin.agents;

import java.time.Duration;
import java.util.Optional;

/** How long an agent may still go on. For one thread. */
final class Watch {

    private final Duration longest;
    private final Duration patience;
    private long started = System.nanoTime();
    private long moved = started;

    Watch(Duration longest, Duration patience) {
        this.longest = longest;
        this.patience = patience;
    }

    void movedOn() {
        moved = System.nanoTime();
    }

    /** Time in which a person was asked counts for nothing. */
    void without(long nanos) {
        started += nanos;
        moved += nanos;
    }

    /** {@return why it has to be stopped, if it has} */
    Optional<String> over() {
        long now = System.nanoTime();
        if (now - started > longest.toNanos()) {
            return Optional.of("was stopped: it was not done after " + words(longest) + " (llm.agents.timeout)");
        }
        return now - moved > patience.toNanos()
                ? Optional.of("was stopped: it made no progress for " + words(patience)
                        + " (llm.agents.idle); the model may not answer")
                : Optional.empty();
    }

    private static String words(Duration time) {
        return time.toSeconds() % 60 == 0 ? time.toMinutes() + " minutes" : time.toMillis() / 1000.0 + " seconds";
    }
}

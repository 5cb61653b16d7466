package dev.telecoder.platform.model;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** What is tried again, after how long, and what is passed on to another model. */
final class Retry {

    /** How often a request is tried in all. */
    static final int TRIES = 4;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    /** Nobody waits longer for one model where another could answer. */
    private static final Duration LONGEST_WAIT_BEFORE_ANOTHER = Duration.ofSeconds(5);

    private Retry() {}

    /** How long to wait before the next try; empty if there is to be none. */
    static Optional<Duration> waitBefore(PluginException e, int attempt, boolean othersWait) {
        if (attempt >= TRIES) {
            return Optional.empty();
        }
        // Full jitter keeps a thousand conversations from coming back in the same moment.
        long backoff = 500L << (attempt - 1);
        Duration jittered = Duration.ofMillis(backoff / 2 + ThreadLocalRandom.current().nextLong(backoff / 2 + 1));
        return switch (e.failure()) {
            case RATE_LIMITED -> {
                Duration asked = e.retryAfter().orElse(jittered);
                Duration longest = othersWait ? LONGEST_WAIT_BEFORE_ANOTHER : LONGEST_WAIT;
                yield asked.compareTo(longest) > 0 ? Optional.empty() : Optional.of(asked);
            }
            case UNAVAILABLE -> Optional.of(jittered);
            default -> Optional.empty();
        };
    }

    /** Whether another model may do better: the request itself was not at fault, and nobody stopped it. */
    static boolean passesOn(Failure failure) {
        return switch (failure) {
            case UNAVAILABLE, RATE_LIMITED, AUTHENTICATION, CONFIGURATION -> true;
            default -> false;
        };
    }

    /** How long the service asked to be left alone, also where that was put into other words since. */
    static @Nullable Duration asked(PluginException e) {
        return e.retryAfter().or(() -> e.getCause() instanceof PluginException first ? first.retryAfter()
                : Optional.empty()).orElse(null);
    }

    /** Says, where nobody will try again unasked, what to do. */
    static PluginException given(PluginException e, int attempts) {
        String advice = switch (e.failure()) {
            case UNAVAILABLE ->
                    " I tried " + attempts + " times. Say it again later, or set another model in llm of config.yaml.";
            case RATE_LIMITED -> e.retryAfter().map(wait -> " It is ready again in " + words(wait) + ".").orElse("")
                    + " Say it again later, or set another model in llm of config.yaml.";
            default -> "";
        };
        return advice.isEmpty() ? e : PluginException.of(e.failure(), e.getMessage() + advice, e);
    }

    private static String words(Duration wait) {
        long minutes = wait.plusSeconds(59).toMinutes();
        return minutes > 90 ? (minutes + 59) / 60 + " hours" : minutes > 1 ? minutes + " minutes" : "a minute";
    }
}

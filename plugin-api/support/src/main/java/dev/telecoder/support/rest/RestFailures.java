package dev.telecoder.support.rest;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.HttpResponse;
import dev.telecoder.support.llm.RetryAfter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells the failures of a REST API apart: unknown credentials, lacking rights, used-up limits, what is not there, and the
 * rest. The service's own words are left out: they may quote what was sent. For any thread.
 *
 * @since 1.0
 */
public final class RestFailures {

    /** From here on a number of seconds is a moment, not a delay. */
    private static final long EPOCH = 1_000_000_000L;
    private static final Duration USUAL = Duration.ofMinutes(1);

    private final Service service;
    private final Clock clock;

    /**
     * Whom we ask.
     *
     * @param name such as {@code GitHub}
     * @param token the setting with the credentials, such as {@code github.token}
     * @param right what the credentials need, such as {@code scope "repo"}
     */
    public record Service(String name, String token, String right) {}

    /**
     * Makes it.
     *
     * @param service whom we ask
     * @param clock the time now, from which moments are counted
     */
    public RestFailures(Service service, Clock clock) {
        this.service = service;
        this.clock = clock;
    }

    /**
     * Throws unless an answer is a success.
     *
     * @param about what was asked about, such as the repository
     * @param answer the answer
     * @throws PluginException of the kind that its status means
     */
    public void check(String about, HttpResponse answer) {
        if (answer.succeeded()) {
            return;
        }
        int status = answer.status();
        String said = service.name() + " answered " + status + " for " + about + ". ";
        if (status == 429 || status == 403 && limited(answer)) {
            throw PluginException.rateLimited(delay(answer).orElse(USUAL), said + "Its limit is used up.");
        }
        throw switch (status) {
            case 401 -> PluginException.of(Failure.AUTHENTICATION,
                    said + "It does not know the token; check " + service.token() + ".");
            case 403 -> switchedOff(answer)
                    ? PluginException.of(Failure.REJECTED, said + "This is not switched on for it.")
                    : PluginException.of(Failure.AUTHENTICATION, said + "The token may not do this; give "
                            + service.token() + " the right for it (" + service.right() + ").");
            case 404, 410 -> missing(about);
            default -> PluginException.of(status >= 500 ? Failure.UNAVAILABLE : Failure.REJECTED, said
                    + (status >= 500 ? "It has a trouble of its own." : "It does not take this as it was asked."));
        };
    }

    /**
     * Makes what is thrown where there is no such thing.
     *
     * @param about what was asked about
     * @return the exception
     */
    public PluginException missing(String about) {
        return PluginException.of(Failure.REJECTED, service.name() + " answered 404 for " + about
                + ". There is no such thing, or " + service.token() + " may not see it.");
    }

    /**
     * Reads how long to wait: as told, or until the limit is counted anew.
     *
     * @param answer the answer
     * @return the delay, if it tells one
     */
    public Optional<Duration> delay(HttpResponse answer) {
        return RetryAfter.of(answer::header, clock)
                .or(() -> answer.header("x-ratelimit-reset").or(() -> answer.header("ratelimit-reset"))
                        .filter(text -> text.matches("\\d{1,12}")).map(Long::parseLong).map(this::until));
    }

    private Duration until(long seconds) {
        Duration wait = seconds < EPOCH ? Duration.ofSeconds(seconds)
                : Duration.between(clock.instant(), Instant.ofEpochSecond(seconds));
        return wait.isNegative() || wait.isZero() ? Duration.ofSeconds(1) : wait;
    }

    private static boolean switchedOff(HttpResponse answer) {
        String said = answer.text();
        return said.contains("disabled for this repository") || said.contains("must be enabled for this repository")
                || said.contains("is not enabled for this");
    }

    /** GitHub says 403 for its limits too: the primary one is at 0, the secondary one has a delay or is named. */
    private static boolean limited(HttpResponse answer) {
        return answer.header("retry-after").isPresent()
                || answer.header("x-ratelimit-remaining").map(String::strip).equals(Optional.of("0"))
                || answer.text().contains("secondary rate limit");
    }
}

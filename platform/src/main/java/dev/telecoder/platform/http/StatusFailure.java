package dev.telecoder.platform.http;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** What an HTTP status means for the host: whether to try again, and whom to tell. */
public final class StatusFailure {

    private static final Duration USUAL_WAIT = Duration.ofSeconds(30);
    private static final Duration LONGEST_WAIT = Duration.ofHours(6);

    private StatusFailure() {}

    /**
     * Makes the exception for an answer that is no success.
     *
     * @param service who answered, as a person would call it, such as {@code GitHub}
     * @param response the answer
     * @param advice what to do about it, a sentence, used where the credentials were refused; may be empty
     * @return the exception, to be thrown
     */
    public static PluginException of(String service, HttpResponse response, String advice) {
        int status = response.status();
        String said = Redacted.text(excerpt(response.text()));
        String detail = said.isEmpty() ? "." : ": " + said;
        return switch (kind(status)) {
            case AUTHENTICATION ->
                    PluginException.of(
                            Failure.AUTHENTICATION,
                            (service + " refused the credentials (" + status + "). " + advice).strip());
            case RATE_LIMITED ->
                    PluginException.rateLimited(
                            retryAfter(response.header("retry-after"), Instant.now()).orElse(USUAL_WAIT),
                            service + " asked us to slow down (" + status + ")" + detail);
            case UNAVAILABLE ->
                    PluginException.of(Failure.UNAVAILABLE, service + " cannot answer now (" + status + ")" + detail);
            default -> PluginException.of(Failure.REJECTED, service + " refused the request (" + status + ")" + detail);
        };
    }

    /**
     * Tells what kind of failure a status is.
     *
     * @param status the status, not 2xx
     * @return the kind
     */
    public static Failure kind(int status) {
        return switch (status) {
            case 401, 403, 407 -> Failure.AUTHENTICATION;
            case 429 -> Failure.RATE_LIMITED;
            case 408, 425 -> Failure.UNAVAILABLE;
            default -> status >= 500 ? Failure.UNAVAILABLE : Failure.REJECTED;
        };
    }

    /**
     * Reads a {@code Retry-After} header: seconds or a date.
     *
     * @param header its value
     * @param now the time it is
     * @return how long to wait, at most six hours; empty if there is none or it cannot be read
     */
    public static Optional<Duration> retryAfter(Optional<String> header, Instant now) {
        return header.map(String::strip).flatMap(value -> {
            try {
                double seconds = Double.parseDouble(value);
                return Double.isFinite(seconds)
                        ? Optional.of(limited(Duration.ofMillis((long) (seconds * 1_000))))
                        : Optional.empty();
            } catch (NumberFormatException notSeconds) {
                try {
                    Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
                    return Optional.of(limited(Duration.between(now, until)));
                } catch (DateTimeException e) {
                    return Optional.empty();
                }
            }
        });
    }

    private static Duration limited(Duration wait) {
        return wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    private static String excerpt(String body) {
        String line = body.strip().replaceAll("\\s+", " ");
        return line.length() <= 300 ? line : line.substring(0, 300) + "…";
    }
}

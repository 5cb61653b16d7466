package dev.telecoder.plugin.openai;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.Secret;
import dev.telecoder.api.json.JsonValue;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns the service's refusals into failures the host understands, without a secret. */
final class Failures {

    private static final Pattern TOO_LONG = Pattern.compile("context.?(length|window|size)|maximum context|"
            + "(prompt|input|request|message)s? (is|are)? ?too (long|large)|too many (input )?tokens|"
            + "reduce the length|exceeds? the (maximum|model).{0,40}tokens", Pattern.CASE_INSENSITIVE);
    private static final Pattern KEY_LIKE = Pattern.compile("\\b(sk|key|gsk|xai|pplx)-[A-Za-z0-9_*.-]{4,}");
    private static final int LONGEST = 300;

    private final Vendor vendor;
    private final @Nullable Secret key;
    private final Clock clock;

    Failures(Vendor vendor, @Nullable Secret key, Clock clock) {
        this.vendor = vendor;
        this.key = key;
        this.clock = clock;
    }

    PluginException ofStatus(int status, Function<String, Optional<String>> header, JsonValue body) {
        String said = said(body);
        String quoted = said.isEmpty() ? "" : ": " + said;
        if (status == 401 || status == 403) {
            return PluginException.of(Failure.AUTHENTICATION, vendor.name() + " refused the API key (" + status + ")"
                    + quoted
                    + (key == null ? ". No key is set: set llm.api_key in config.yaml or "
                            : ". Check llm.api_key in config.yaml or ")
                    + vendor.keyVariable() + ".");
        } else if (status == 429) {
            return limited(header, quoted);
        } else if (status == 413 || (status >= 400 && status < 500 && tooLong(body))) {
            return PluginException.of(Failure.CONTEXT_TOO_LONG,
                    "The request does not fit the model of " + vendor.name() + " (" + status + ")" + quoted + ".");
        } else if (status >= 500 || status == 408) {
            return PluginException.of(Failure.UNAVAILABLE, vendor.name() + " cannot answer now (" + status + ")"
                    + quoted + ".");
        }
        return PluginException.of(Failure.REJECTED, vendor.name() + " rejected the request (" + status + ")" + quoted
                + ". Check llm.model and llm.base_url in config.yaml.");
    }

    /** An error that comes after the status 200 was sent. */
    PluginException inStream(JsonValue chunk) {
        JsonValue error = chunk.get("error");
        String kind = (error.get("type").text() + " " + error.get("code").text()).toLowerCase(Locale.ROOT);
        int status = kind.contains("rate_limit") || kind.contains("429") ? 429
                : kind.contains("auth") || kind.contains("api_key") || kind.contains("401") ? 401
                        : tooLong(chunk) || kind.contains("invalid_request") || kind.contains("400") ? 400 : 500;
        return ofStatus(status, name -> Optional.empty(), chunk);
    }

    private PluginException limited(Function<String, Optional<String>> header, String quoted) {
        String message = vendor.name() + " asks to slow down (429)" + quoted + ".";
        Optional<Duration> wait = header.apply("retry-after-ms").flatMap(Failures::millis)
                .or(() -> header.apply("retry-after").flatMap(this::secondsOrDate));
        return wait.map(duration -> PluginException.rateLimited(duration, message))
                .orElseGet(() -> PluginException.of(Failure.RATE_LIMITED, message));
    }

    private static Optional<Duration> millis(String text) {
        return text.strip().matches("\\d{1,9}") ? Optional.of(Duration.ofMillis(Long.parseLong(text.strip())))
                : Optional.empty();
    }

    private Optional<Duration> secondsOrDate(String text) {
        String value = text.strip();
        if (value.matches("\\d{1,9}(\\.\\d{1,9})?")) {
            return Optional.of(Duration.ofMillis(Math.round(Double.parseDouble(value) * 1000)));
        }
        try {
            Duration until = Duration.between(clock.instant(),
                    ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
            return Optional.of(until.isNegative() ? Duration.ZERO : until);
        } catch (DateTimeException neither) {
            return Optional.empty();
        }
    }

    private static boolean tooLong(JsonValue body) {
        JsonValue error = body.get("error");
        return error.get("code").text().equals("context_length_exceeded") || TOO_LONG.matcher(message(body)).find();
    }

    private static String message(JsonValue body) {
        return body.get("error").get("message").findText()
                .or(() -> body.get("error").findText())
                .or(() -> body.get("message").findText())
                .or(() -> body.get("detail").findText())
                .or(body::findText).orElse("");
    }

    /** What the service said, in one line, cut, and without what may be a key. */
    private String said(JsonValue body) {
        String text = message(body).strip().replaceAll("\\s+", " ");
        if (text.startsWith("<")) {
            // A proxy's page of HTML tells a person nothing.
            return "";
        }
        if (key != null) {
            text = text.replace(key.reveal(), "***");
        }
        text = KEY_LIKE.matcher(text).replaceAll("***").replaceAll("\\.$", "");
        return text.length() <= LONGEST ? text : text.substring(0, text.offsetByCodePoints(0, LONGEST / 2)) + "…";
    }
}

package dev.telecoder.support.llm;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.Secret;
import dev.telecoder.api.json.JsonValue;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns the refusals of a model's service into failures the host understands: by status, by the words where a status is not
 * enough, and never with a secret. Safe for many threads.
 *
 * @since 0.2
 */
public final class ServiceFailures {

    private static final Pattern TOO_LONG = Pattern.compile("context.?(length|window|size)|maximum context|"
            + "(prompt|input|request|message)s? (is|are)? ?too (long|large)|too many (input )?tokens|"
            + "reduce the length|exceeds? the (maximum|model|available).{0,40}(tokens|context)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern KEY_LIKE =
            Pattern.compile("\\b(?:(?:sk|key|gsk|xai|pplx)-[A-Za-z0-9_*.-]{4,}|AIza[A-Za-z0-9_*-]{8,})");
    private static final int LONGEST = 300;

    private final String service;
    private final String keyVariable;
    private final @Nullable Secret key;
    private final Clock clock;

    /**
     * Makes it for one service.
     *
     * @param service what people call the service
     * @param keyVariable the environment variable that may hold the key; empty if the service knows no keys
     * @param key the key in use, which no message shows; null if there is none
     * @param clock the time now, from which the date in {@code Retry-After} is counted
     */
    public ServiceFailures(String service, String keyVariable, @Nullable Secret key, Clock clock) {
        this.service = service;
        this.keyVariable = keyVariable;
        this.key = key;
        this.clock = clock;
    }

    /**
     * Makes a failure of an answer that is none.
     *
     * @param status the HTTP status
     * @param header finds a header of the answer by its name
     * @param body what the service said, as JSON if it is JSON, else as a string
     * @return the failure
     */
    public PluginException ofStatus(int status, Function<String, Optional<String>> header, JsonValue body) {
        return ofStatus(status, RetryAfter.of(header, clock), body, "Check llm.model and llm.base_url in config.yaml.");
    }

    /**
     * Makes a failure of an error that came after the status 200 was sent.
     *
     * @param status the HTTP status that the error stands for
     * @param body what the service said
     * @return the failure
     */
    public PluginException inStream(int status, JsonValue body) {
        return ofStatus(status, name -> Optional.empty(), body);
    }

    /**
     * Makes a failure where the plugin knows more than the status says.
     *
     * @param status the HTTP status
     * @param wait how long the service asks to wait, if it does
     * @param body what the service said
     * @param advice what to do where the request was rejected, a sentence
     * @return the failure
     */
    public PluginException ofStatus(int status, Optional<Duration> wait, JsonValue body, String advice) {
        String said = said(body);
        String quoted = " (" + status + ")" + (said.isEmpty() ? "" : ": " + said);
        if (status == 401 || status == 403) {
            return PluginException.of(Failure.AUTHENTICATION, service + " refused the API key" + quoted
                    + (key == null ? ". No key is set: set llm.api_key in config.yaml"
                            : ". Check llm.api_key in config.yaml")
                    + (keyVariable.isEmpty() ? "." : " or " + keyVariable + "."));
        } else if (status == 429) {
            String message = service + " asks to slow down" + quoted + ".";
            return wait.map(duration -> PluginException.rateLimited(duration, message))
                    .orElseGet(() -> PluginException.of(Failure.RATE_LIMITED, message));
        } else if (status == 413 || status >= 400 && tooLong(body)) {
            return PluginException.of(Failure.CONTEXT_TOO_LONG, "The request does not fit the model of " + service
                    + quoted + ".");
        } else if (status >= 500 || status == 408) {
            return PluginException.of(Failure.UNAVAILABLE, service + " cannot answer now" + quoted + ".");
        }
        return PluginException.of(Failure.REJECTED, service + " rejected the request" + quoted + ". " + advice);
    }

    /** {@return the failure of an answer that ended before it was whole} */
    public PluginException brokeOff() {
        return PluginException.of(Failure.UNAVAILABLE, service + " broke off in the middle of its answer.");
    }

    /**
     * Makes the failure of an answer that cannot be read.
     *
     * @param cause why
     * @return the failure
     */
    public PluginException unreadable(Throwable cause) {
        return PluginException.of(Failure.UNAVAILABLE,
                service + " sent an answer that is no JSON. If it happens again, check llm.base_url.", cause);
    }

    /**
     * Tells whether a refusal means that the request is too long for the model.
     *
     * @param body what the service said
     * @return whether it does
     */
    public static boolean tooLong(JsonValue body) {
        JsonValue error = body.get("error");
        return error.get("code").text().equals("context_length_exceeded")
                || body.get("code").text().equals("context_length_exceeded")
                || error.get("type").text().equals("request_too_large") || TOO_LONG.matcher(message(body)).find();
    }

    /**
     * Finds what a service says in its own words.
     *
     * @param body the body of a refusal, in any of the usual shapes
     * @return the words; empty if there are none
     */
    public static String message(JsonValue body) {
        JsonValue one = body.at(0).isNull() ? body : body.at(0);
        return one.get("error").get("message").findText()
                .or(() -> one.get("error").findText())
                .or(() -> one.get("message").findText())
                .or(() -> one.get("detail").findText())
                .or(one::findText).orElse("");
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

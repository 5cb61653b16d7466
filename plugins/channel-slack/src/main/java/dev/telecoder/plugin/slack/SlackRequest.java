package dev.telecoder.plugin.slack;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.WebhookHandler.Request;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.channel.Signatures;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Reads what Slack posts: events as JSON, presses as JSON in a form, commands as a form. */
final class SlackRequest {

    private static final Duration OLDEST = Duration.ofMinutes(5);

    private SlackRequest() {}

    /** Whether Slack signed it, and lately: a recorded request shall not work for ever. */
    static boolean isSigned(Request request, byte[] body, String secret, Instant now) {
        String time = request.header("X-Slack-Request-Timestamp").orElse("");
        if (!time.matches("\\d{1,12}")
                || Duration.between(Instant.ofEpochSecond(Long.parseLong(time)), now).abs().compareTo(OLDEST) > 0) {
            return false;
        }
        return Signatures.equal("v0=" + Signatures.hmacSha256(secret, "v0:" + time + ":", body),
                request.header("X-Slack-Signature").orElse(""));
    }

    static Optional<JsonValue> payload(Request request, byte[] body, Json json) {
        String text = new String(body, StandardCharsets.UTF_8);
        try {
            boolean form = request.header("content-type").orElse("").startsWith("application/x-www-form-urlencoded");
            JsonValue read = form ? form(text, json) : json.parse(text);
            boolean known = !read.get("type").text().isEmpty() || !read.get("command").isNull();
            return known ? Optional.of(read) : Optional.empty();
        } catch (PluginException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static JsonValue form(String text, Json json) {
        JsonValue.ObjectBuilder fields = JsonValue.object();
        for (String field : text.split("&")) {
            String[] parts = field.split("=", 2);
            fields.put(URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                    parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        JsonValue read = fields.build();
        return read.get("payload").isNull() ? read : json.parse(read.get("payload").text());
    }
}

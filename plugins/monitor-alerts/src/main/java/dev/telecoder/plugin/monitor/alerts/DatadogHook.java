package dev.telecoder.plugin.monitor.alerts;

import dev.telecoder.api.Configured;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.signal.Signals;
import dev.telecoder.support.channel.Signatures;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.pf4j.Extension;

/**
 * Takes what Datadog's webhooks integration sends. Datadog signs nothing: the secret comes in a header that the webhook is set up
 * with, or as the password of HTTP Basic; a proxy in between may sign in {@code X-Datadog-Signature}. Many threads may use it.
 */
@Extension
@Configured(value = "alerts.datadog", settings = DatadogConfig.class)
public final class DatadogHook extends AlertHook {

    /**
     * Made by the host when the section is there.
     *
     * @param context the host's part
     * @param signals where signals go
     */
    public DatadogHook(PluginContext context, Signals signals) {
        super(context, context.config(DatadogConfig.class).secret(), signals);
    }

    @Override
    public String path() {
        return "datadog";
    }

    @Override
    boolean isSigned(String secret, Request request, byte[] body) {
        String signature = request.header("X-Datadog-Signature").orElse("").strip();
        if (!signature.isEmpty()) {
            return Signatures.equal(Signatures.hmacSha256(secret, "", body), signature.replaceFirst("^sha256=", ""));
        }
        String own = request.header("X-Telecoder-Secret").orElse("");
        return Signatures.equal(secret, own.isEmpty() ? given(request.header("Authorization").orElse("")) : own);
    }

    private static String given(String authorization) {
        if (authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return authorization.substring(7).strip();
        }
        if (authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            try {
                String pair = new String(Base64.getDecoder().decode(authorization.substring(6).strip()),
                        StandardCharsets.UTF_8);
                return pair.substring(pair.indexOf(':') + 1);
            } catch (IllegalArgumentException e) {
                return "";
            }
        }
        return "";
    }

    @Override
    String kind(Request request, JsonValue body) {
        return DatadogAlert.of(body).isPresent() ? ALERT : "";
    }

    /** Datadog gives none, and tries again with the same body. */
    @Override
    String delivery(Request request, JsonValue body) {
        return "";
    }

    @Override
    String subject(JsonValue body) {
        return DatadogAlert.of(body).map(Alert::incident).orElse("");
    }
}

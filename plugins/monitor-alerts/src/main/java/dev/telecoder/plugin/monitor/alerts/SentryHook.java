package dev.telecoder.plugin.monitor.alerts;

import dev.telecoder.api.Configured;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.signal.Signals;
import dev.telecoder.support.channel.Signatures;
import java.util.List;
import org.pf4j.Extension;

/**
 * Takes what Sentry's integration platform sends: {@code Sentry-Hook-Signature} is HMAC-SHA256 over the body. Many threads may
 * use it.
 */
@Extension
@Configured(value = "alerts.sentry", settings = SentryConfig.class)
public final class SentryHook extends AlertHook {

    /**
     * Made by the host when the section is there.
     *
     * @param context the host's part
     * @param signals where signals go
     */
    public SentryHook(PluginContext context, Signals signals) {
        super(context, context.config(SentryConfig.class).secret(), signals);
    }

    @Override
    public String path() {
        return "sentry";
    }

    @Override
    boolean isSigned(String secret, Request request, byte[] body) {
        return Signatures.equal(Signatures.hmacSha256(secret, "", body),
                request.header("Sentry-Hook-Signature").orElse(""));
    }

    @Override
    String kind(Request request, JsonValue body) {
        String action = body.get("action").text();
        String resource = request.header("Sentry-Hook-Resource").filter(name -> !name.isBlank())
                .orElseGet(() -> List.of("issue_alert", "metric_alert", "issue", "event", "error", "comment",
                        "installation").stream().filter(name -> !body.get("data").get(name).isNull()).findFirst()
                        .orElse(""));
        return action.isEmpty() || resource.isEmpty() ? "" : SentryAlert.of(body).isPresent() ? ALERT
                : "sentry." + resource + "." + action;
    }

    @Override
    String delivery(Request request, JsonValue body) {
        return request.header("Request-ID").orElse("").strip();
    }

    @Override
    String subject(JsonValue body) {
        return SentryAlert.of(body).map(Alert::incident).orElse("");
    }
}

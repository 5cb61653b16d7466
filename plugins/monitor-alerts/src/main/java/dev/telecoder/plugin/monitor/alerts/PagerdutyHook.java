package dev.telecoder.plugin.monitor.alerts;

import dev.telecoder.api.Configured;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.signal.Signals;
import dev.telecoder.support.channel.Signatures;
import java.util.Arrays;
import org.pf4j.Extension;

/**
 * Takes PagerDuty's webhooks of version 3: {@code X-PagerDuty-Signature} holds one or, while a secret is replaced, several
 * HMAC-SHA256 over the body. Many threads may use it.
 */
@Extension
@Configured(value = "alerts.pagerduty", settings = PagerdutyConfig.class)
public final class PagerdutyHook extends AlertHook {

    /**
     * Made by the host when the section is there.
     *
     * @param context the host's part
     * @param signals where signals go
     */
    public PagerdutyHook(PluginContext context, Signals signals) {
        super(context, context.config(PagerdutyConfig.class).secret(), signals);
    }

    @Override
    public String path() {
        return "pagerduty";
    }

    @Override
    boolean isSigned(String secret, Request request, byte[] body) {
        String right = "v1=" + Signatures.hmacSha256(secret, "", body);
        return Arrays.stream(request.header("X-PagerDuty-Signature").orElse("").split(",")).map(String::strip)
                .filter(one -> Signatures.equal(right, one)).count() > 0;
    }

    @Override
    String kind(Request request, JsonValue body) {
        String type = body.get("event").get("event_type").text();
        return type.isEmpty() ? "" : PagerdutyAlert.of(body).isPresent() ? ALERT : "pagerduty." + type;
    }

    @Override
    String delivery(Request request, JsonValue body) {
        return body.get("event").get("id").text();
    }

    @Override
    String subject(JsonValue body) {
        return PagerdutyAlert.of(body).map(Alert::incident).orElse("");
    }
}

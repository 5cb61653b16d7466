package dev.telecoder.example.gitea;

import dev.telecoder.api.Configured;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.Secret;
import dev.telecoder.api.http.WebhookHandler;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.signal.Signal;
import dev.telecoder.api.signal.Signals;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/** Takes what the server pushes, and publishes it as a signal: the host sees to it that each counts once. Many threads may use it. */
@Extension
@Configured("gitea")
public final class GiteaHook implements WebhookHandler {

    private final @Nullable Secret secret;
    private final Json json;
    private final Clock clock;
    private final Signals signals;

    /**
     * Made by the host when the section is there.
     *
     * @param context the host's part
     * @param signals where signals go
     */
    public GiteaHook(PluginContext context, Signals signals) {
        this.secret = context.config(GiteaConfig.class).webhookSecret();
        this.json = context.json();
        this.clock = context.clock();
        this.signals = signals;
    }

    @Override
    public String path() {
        return "events";
    }

    @Override
    public Response handle(Request request) {
        byte[] body = request.body();
        if (secret == null || !MessageDigest.isEqual(ascii(signature(secret, body)),
                ascii(request.header("X-Gitea-Signature").orElse("").toLowerCase(Locale.ROOT)))) {
            return Response.unauthorized();
        }
        JsonValue event;
        try {
            event = json.parse(new String(body, StandardCharsets.UTF_8));
        } catch (PluginException e) {
            return Response.unreadable();
        }
        String kind = request.header("X-Gitea-Event").orElse("");
        String delivery = request.header("X-Gitea-Delivery").orElse("");
        String repo = event.get("repository").get("full_name").text();
        if (kind.isEmpty() || delivery.isEmpty() || repo.isEmpty()) {
            return Response.unreadable();
        }
        String action = event.get("action").text();
        signals.publish(
                Signal.builder("gitea", delivery, action.isEmpty() ? kind : kind + "." + action, clock.instant())
                        .repo(repo).subject(subject(event)).payload(event).build());
        return Response.accepted();
    }

    /** What it is about: the run, the pull request, the branch. */
    private static String subject(JsonValue event) {
        return event.get("workflow_run").get("id").findText()
                .or(() -> event.get("pull_request").get("number").findText().map(number -> "pull-" + number))
                .or(() -> event.get("ref").findText()).orElse("");
    }

    static String signature(Secret secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256; this one does not.", e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

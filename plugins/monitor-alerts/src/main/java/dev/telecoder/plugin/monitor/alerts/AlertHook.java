package dev.telecoder.plugin.monitor.alerts;

import dev.telecoder.api.PluginContext;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.Secret;
import dev.telecoder.api.http.WebhookHandler;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.signal.Signal;
import dev.telecoder.api.signal.Signals;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What the three services' webhooks have in common. Many threads may use it. */
abstract class AlertHook implements WebhookHandler {

    /** The kind of what is worth an event. */
    static final String ALERT = "alert";

    private final @Nullable Secret secret;
    private final Json json;
    private final Clock clock;
    private final Signals signals;

    AlertHook(PluginContext context, @Nullable Secret secret, Signals signals) {
        this.secret = secret;
        this.json = context.json();
        this.clock = context.clock();
        this.signals = signals;
    }

    /** {@return whether it comes from whom it says, checked over the exact bytes} */
    abstract boolean isSigned(String secret, Request request, byte[] body);

    /** {@return the kind of what it tells; empty if it is not this service's} */
    abstract String kind(Request request, JsonValue body);

    /** {@return the service's name of this delivery; empty if it gives none} */
    abstract String delivery(Request request, JsonValue body);

    /** {@return what it is about: what is said of one thing keeps its order} */
    abstract String subject(JsonValue body);

    @Override
    public final Response handle(Request request) {
        if (secret == null || secret.reveal().isEmpty()) {
            return Response.of(404, "");
        }
        byte[] body = request.body();
        if (!isSigned(secret.reveal(), request, body)) {
            return Response.unauthorized();
        }
        JsonValue told;
        try {
            told = json.parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
        } catch (PluginException | CharacterCodingException | IllegalArgumentException e) {
            return Response.unreadable();
        }
        String kind = told instanceof JsonValue.JsonObject ? kind(request, told) : "";
        if (kind.isEmpty()) {
            return Response.unreadable();
        }
        String id = delivery(request, told);
        Signal signal = Signal.builder(path(), id.isEmpty() ? hash(body) : id, kind, clock.instant())
                .subject(subject(told)).payload(told).build();
        return signals.publish(signal) ? Response.accepted() : Response.seenBefore();
    }

    private static String hash(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-256; this one does not.", e);
        }
    }
}

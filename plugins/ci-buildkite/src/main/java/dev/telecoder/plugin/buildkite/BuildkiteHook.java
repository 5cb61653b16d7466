package dev.telecoder.plugin.buildkite;

import dev.telecoder.api.Configured;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.Secret;
import dev.telecoder.api.http.WebhookHandler;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.signal.Signals;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/**
 * Takes what Buildkite pushes, of any repository, and publishes it as a signal; the host sees to it that each delivery counts once.
 * Many threads may use it.
 */
@Extension
@Configured("buildkite")
public final class BuildkiteHook implements WebhookHandler {

    private static final Pattern SIGNATURE = Pattern.compile("timestamp=(\\d{1,12}),\\s*signature=([0-9a-f]{64})");

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
    public BuildkiteHook(PluginContext context, Signals signals) {
        this.secret = context.config(BuildkiteConfig.class).webhookSecret();
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
        if (secret == null || secret.reveal().isEmpty()) {
            return Response.of(404, "");
        }
        byte[] body = request.body();
        if (!isSigned(secret, request, body)) {
            return Response.unauthorized();
        }
        JsonValue event;
        try {
            event = json.parse(text(body));
        } catch (PluginException | CharacterCodingException | IllegalArgumentException e) {
            return Response.unreadable();
        }
        String kind = event.get("event").findText().orElse("");
        if (kind.isEmpty()) {
            return Response.unreadable();
        }
        return signals.publish(BuildkiteFacts.signal(kind, hash(body), event, clock.instant())) ? Response.accepted()
                : Response.seenBefore();
    }

    /** Buildkite sends its token as it is, or a time and the HMAC-SHA256 of {@code time.body}. */
    private static boolean isSigned(Secret secret, Request request, byte[] body) {
        Optional<String> signature = request.header("X-Buildkite-Signature");
        if (signature.isEmpty()) {
            return MessageDigest.isEqual(utf8(secret.reveal()), utf8(request.header("X-Buildkite-Token").orElse("")));
        }
        Matcher parts = SIGNATURE.matcher(signature.get());
        return parts.matches()
                && MessageDigest.isEqual(utf8(signature(secret, parts.group(1), body)), utf8(parts.group(2)));
    }

    static String signature(Secret secret, String time, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(utf8(secret.reveal()), "HmacSHA256"));
            mac.update(utf8(time + "."));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256; this one does not.", e);
        }
    }

    private static String text(byte[] body) throws CharacterCodingException {
        check(body);
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Refuses what is no UTF-8, piece by piece: a body may be as large as 25 MB. */
    private static void check(byte[] body) throws CharacterCodingException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(body);
        CharBuffer piece = CharBuffer.allocate(8192);
        CoderResult result;
        do {
            piece.clear();
            result = decoder.decode(in, piece, true);
            if (result.isError()) {
                result.throwException();
            }
        } while (result.isOverflow());
    }

    /** Buildkite gives deliveries no id; what it sends again is the same to the byte. */
    private static String hash(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-256; this one does not.", e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package dev.telecoder.plugin.github;

import dev.telecoder.api.Configured;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.Secret;
import dev.telecoder.api.http.WebhookHandler;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.signal.Signals;
import java.net.URLDecoder;
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
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/**
 * Takes what GitHub pushes, of any repository, and publishes it as a signal; the host sees to it that each delivery counts once.
 * The signature is GitHub's {@code X-Hub-Signature-256}: HMAC-SHA256 over the body's exact bytes. Many threads may use it.
 */
@Extension
@Configured("github")
public final class GithubHook implements WebhookHandler {

    private static final String FORM = "application/x-www-form-urlencoded";

    private final @Nullable Secret secret;
    private final Json json;
    private final Clock clock;
    private final Signals signals;
    private final OwnAccount who;

    /**
     * Made by the host when the section is there.
     *
     * @param context the host's part
     * @param signals where signals go
     */
    public GithubHook(PluginContext context, Signals signals) {
        this.secret = context.config(GithubConfig.class).webhookSecret();
        this.json = context.json();
        this.clock = context.clock();
        this.signals = signals;
        this.who = new OwnAccount(new GithubApi(context));
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
        if (!MessageDigest.isEqual(ascii("sha256=" + signature(secret, body)),
                ascii(request.header("X-Hub-Signature-256").orElse("")))) {
            return Response.unauthorized();
        }
        String kind = request.header("X-GitHub-Event").orElse("");
        String delivery = request.header("X-GitHub-Delivery").orElse("");
        JsonValue event;
        try {
            event = json.parse(text(request, body));
        } catch (PluginException | CharacterCodingException | IllegalArgumentException e) {
            return Response.unreadable();
        }
        if (kind.isEmpty() || delivery.isEmpty() || !(event instanceof JsonValue.JsonObject)) {
            return Response.unreadable();
        }
        return signals.publish(GithubFacts.signal(kind, delivery, event, clock.instant(), who.account(), who.app()))
                ? Response.accepted() : Response.seenBefore();
    }

    /** GitHub sends JSON, or a form whose one field holds it. */
    private static String text(Request request, byte[] body) throws CharacterCodingException {
        check(body);
        String text = new String(body, StandardCharsets.UTF_8);
        return request.header("Content-Type").orElse("").startsWith(FORM) && text.startsWith("payload=")
                ? URLDecoder.decode(text.substring("payload=".length()), StandardCharsets.UTF_8) : text;
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

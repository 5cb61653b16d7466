package dev.telecoder.plugin.gitlab;

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
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/**
 * Takes what GitLab pushes, of any repository, and publishes it as a signal; the host sees to it that each delivery counts once.
 * GitLab signs with the secret token itself, in {@code X-Gitlab-Token}. Many threads may use it.
 */
@Extension
@Configured("gitlab")
public final class GitlabHook implements WebhookHandler {

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
    public GitlabHook(PluginContext context, Signals signals) {
        this.secret = context.config(GitlabConfig.class).webhookSecret();
        this.json = context.json();
        this.clock = context.clock();
        this.signals = signals;
        this.who = new OwnAccount(new GitlabApi(context));
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
        if (!MessageDigest.isEqual(utf8(secret.reveal()),
                utf8(request.header("X-Gitlab-Token").orElse("")))) {
            return Response.unauthorized();
        }
        JsonValue event;
        try {
            event = json.parse(text(body));
        } catch (PluginException | CharacterCodingException | IllegalArgumentException e) {
            return Response.unreadable();
        }
        // System hooks name it otherwise.
        String kind = event.get("object_kind").findText().or(() -> event.get("event_name").findText()).orElse("");
        if (kind.isEmpty()) {
            return Response.unreadable();
        }
        return signals.publish(GitlabFacts.signal(kind, delivery(request, body), event, clock.instant(), who.account()))
                ? Response.accepted() : Response.seenBefore();
    }

    /** GitLab repeats the key when it tries again; older servers only have an id for the event, or none. */
    private static String delivery(Request request, byte[] body) {
        return request.header("Idempotency-Key").filter(id -> !id.isBlank())
                .or(() -> request.header("X-Gitlab-Event-UUID").filter(id -> !id.isBlank()))
                .orElseGet(() -> hash(body));
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

package dev.telecoder.testkit;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.channel.Signatures;
import dev.telecoder.testkit.LoopbackServer.Reply;
import dev.telecoder.testkit.LoopbackServer.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * WhatsApp's Cloud API for one business number on a port of loopback, as strict about what is sent as Meta documents, and
 * the webhooks it posts. It can ask to slow down, refuse the token, refuse a text with a code of Meta's and cut connections.
 * Safe for many threads.
 *
 * @since 1.0
 */
public final class FakeWhatsApp implements AutoCloseable {

    /** The token it takes. */
    public static final String TOKEN = "EAAtesttoken";

    /** The id of the number: what {@code channels.whatsapp.phone_number_id} is set to. */
    public static final String NUMBER = "1122334455667";

    /** The secret that webhooks are signed with: what {@code channels.whatsapp.app_secret} is set to. */
    public static final String SECRET = "s3cret-of-the-app";

    private static final Duration SOON = Duration.ofSeconds(60);

    private final LoopbackServer server = LoopbackServer.start();
    private final List<Sent> messages = new ArrayList<>();
    private final BlockingQueue<Sent> unread = new LinkedBlockingQueue<>();
    private final BlockingQueue<JsonValue> receipts = new LinkedBlockingQueue<>();
    private final List<String> refused = new ArrayList<>();
    private final List<Duration> limits = new ArrayList<>();
    private final Map<String, byte[]> media = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private boolean cut;
    private int lost;
    private boolean refusesToken;
    private int error;

    private FakeWhatsApp() {}

    /** {@return a running one} */
    public static FakeWhatsApp start() {
        FakeWhatsApp started = new FakeWhatsApp();
        started.server.answer(started::answer);
        return started;
    }

    /**
     * A message that was sent.
     *
     * @param id its id
     * @param body what was sent
     */
    public record Sent(String id, JsonValue body) {}

    /** {@return where it listens: what {@code channels.whatsapp.api_url} is set to} */
    public URI url() {
        return server.url();
    }

    /** {@return the requests so far, in order} */
    public List<Request> requests() {
        return server.requests();
    }

    /** Refuses the token from now on. */
    public synchronized void refuseToken() {
        refusesToken = true;
    }

    /**
     * Refuses the next message as too fast.
     *
     * @param delay how long to wait
     */
    public synchronized void limit(Duration delay) {
        limits.add(delay);
    }

    /**
     * Refuses the next text with a code of Meta's.
     *
     * @param code such as 131047
     */
    public synchronized void refuseNextText(int code) {
        error = code;
    }

    /** Cuts the connections, and those to come. */
    public synchronized void cut() {
        cut = true;
    }

    /** Takes connections again. */
    public synchronized void restore() {
        cut = false;
    }

    /** {@return how many requests met a connection that was cut} */
    public synchronized int lost() {
        return lost;
    }

    /**
     * Keeps a file that can be fetched.
     *
     * @param id its media id
     * @param content what it holds
     */
    public void file(String id, byte[] content) {
        media.put(id, content.clone());
    }

    /** {@return the next message, for which it waits} */
    public Sent next() {
        return Waiting.next(unread, SOON, "a message to WhatsApp");
    }

    /** {@return the next receipt that something was read, for which it waits} */
    public JsonValue nextReceipt() {
        return Waiting.next(receipts, SOON, "a receipt");
    }

    /** {@return whether no message waits to be looked at} */
    public boolean isQuiet() {
        return unread.isEmpty();
    }

    /** {@return all messages, in order} */
    public synchronized List<Sent> sent() {
        return List.copyOf(messages);
    }

    /** {@return what was wrong with the calls that were refused} */
    public synchronized List<String> refused() {
        return List.copyOf(refused);
    }

    /**
     * Makes the webhook in which somebody writes.
     *
     * @param from the number of who writes, which is the chat
     * @param name what they call themselves
     * @param id the message's id
     * @param text what they write
     * @return the request, signed
     */
    public static TestWebhookRequest written(String from, String name, String id, String text) {
        JsonValue message = JsonValue.object().put("from", from).put("id", id).put("timestamp", "1697043223")
                .put("type", "text").put("text", JsonValue.object().put("body", text).build()).build();
        JsonValue value = JsonValue.object().put("messaging_product", "whatsapp")
                .put("metadata", JsonValue.object().put("display_phone_number", "972123456789")
                        .put("phone_number_id", NUMBER).build())
                .put("contacts", List.of(JsonValue.object().put("wa_id", from)
                        .put("profile", JsonValue.object().put("name", name).build()).build()))
                .put("messages", List.of(message)).build();
        return signed(TestWebhookRequest.post(JsonValue.object().put("object", "whatsapp_business_account")
                .put("entry", List.of(JsonValue.object().put("id", "1").put("changes", List.of(JsonValue.object()
                        .put("value", value).put("field", "messages").build())).build()))
                .build().toString()));
    }

    /**
     * Signs a webhook as Meta does.
     *
     * @param request the request
     * @return the request with its signature
     */
    public static TestWebhookRequest signed(TestWebhookRequest request) {
        return request.withHeader("X-Hub-Signature-256",
                "sha256=" + Signatures.hmacSha256(SECRET, "", request.body()));
    }

    private Reply answer(Request request) {
        synchronized (this) {
            if (cut) {
                lost++;
                return Reply.of(200, "{\"ok\":true}").cutInTheMiddle();
            } else if (refusesToken
                    || !request.headers().getOrDefault("authorization", "").equals("Bearer " + TOKEN)) {
                return error(401, 190, "Invalid OAuth access token");
            }
        }
        String path = request.target().replaceFirst("^/v23\\.0", "");
        if (path.equals("/" + NUMBER) && request.method().equals("GET")) {
            return Reply.of(200, "{\"id\":\"" + NUMBER + "\",\"display_phone_number\":\"+972 12-345-6789\"}");
        } else if (path.equals("/" + NUMBER + "/media")) {
            String id = "media" + ids.incrementAndGet();
            return request.body().contains("name=\"messaging_product\"") && request.body().contains("name=\"file\"")
                    ? Reply.of(200, "{\"id\":\"" + id + "\"}") : refuse("no file");
        } else if (path.startsWith("/bytes/")) {
            return Reply.of(200, new String(media.get(path.substring(7)), StandardCharsets.UTF_8));
        } else if (media.containsKey(path.substring(1))) {
            return Reply.of(200, "{\"url\":\"" + url() + "/v23.0/bytes" + path + "\",\"mime_type\":\"x/y\"}");
        } else if (path.equals("/" + NUMBER + "/messages") && request.method().equals("POST")) {
            return message(JacksonJson.INSTANCE.parse(request.body()));
        }
        return refuse("Unsupported request " + path);
    }

    private synchronized Reply message(JsonValue body) {
        if (body.get("status").text().equals("read")) {
            if (body.get("message_id").text().isEmpty()) {
                return refuse("message_id is missing");
            }
            receipts.add(body);
            return Reply.of(200, "{\"success\":true}");
        }
        if (!limits.isEmpty()) {
            return error(429, 130_429, "Rate limit hit").withHeader("Retry-After",
                    String.valueOf(limits.removeFirst().toSeconds()));
        }
        String wrong = WhatsAppBody.complaint(body).orElse(body.get("to").text().isEmpty() ? "no to" : "");
        if (!wrong.isEmpty()) {
            return refuse(wrong);
        }
        if (error != 0 && !body.get("type").text().equals("template")) {
            int code = error;
            error = 0;
            return error(400, code, "refused");
        }
        Sent sent = new Sent("wamid.out" + ids.incrementAndGet(), body);
        messages.add(sent);
        unread.add(sent);
        return Reply.of(200,
                "{\"messaging_product\":\"whatsapp\",\"messages\":[{\"id\":\"" + sent.id() + "\"}]}");
    }

    private synchronized Reply refuse(String why) {
        refused.add(why);
        return error(400, 100, why);
    }

    private static Reply error(int status, int code, String message) {
        return Reply.of(status, JsonValue.object().put("error",
                JsonValue.object().put("message", message).put("code", code).build()).build().toString());
    }

    @Override
    public void close() {
        server.close();
    }
}

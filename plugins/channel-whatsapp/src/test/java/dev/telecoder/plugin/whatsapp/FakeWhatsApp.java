package dev.telecoder.plugin.whatsapp;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.testkit.LoopbackServer;
import dev.telecoder.testkit.LoopbackServer.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The Cloud API for one number, as strict about what is sent as Meta documents. */
final class FakeWhatsApp implements AutoCloseable {

    static final String TOKEN = "EAAtesttoken";
    static final String NUMBER = "1122334455667";
    static final String SECRET = "s3cret-of-the-app";

    final LoopbackServer server = LoopbackServer.start();
    private final BlockingQueue<Sent> sent = new LinkedBlockingQueue<>();
    private final BlockingQueue<JsonValue> receipts = new LinkedBlockingQueue<>();
    private final List<String> refused = new ArrayList<>();
    private final Map<String, byte[]> media = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private volatile boolean refusesToken;
    private volatile int error;
    private volatile long wait;

    /** A message as it came. */
    record Sent(String id, JsonValue body) {}

    FakeWhatsApp() {
        server.answer(this::answer);
    }

    String url() {
        return server.url().toString();
    }

    void refuseToken() {
        refusesToken = true;
    }

    void limit(Duration delay) {
        wait = delay.toSeconds();
    }

    /** Answers the next text with this code of Meta's. */
    void refuseNextText(int code) {
        error = code;
    }

    void file(String id, byte[] content) {
        media.put(id, content);
    }

    Sent next() {
        return taken(sent);
    }

    JsonValue nextReceipt() {
        return taken(receipts);
    }

    boolean isQuiet() {
        return sent.isEmpty();
    }

    List<String> refused() {
        return refused;
    }

    private static <T> T taken(BlockingQueue<T> queue) {
        try {
            T one = queue.poll(20, TimeUnit.SECONDS);
            if (one == null) {
                throw new AssertionError("Nothing was sent within 20 seconds.");
            }
            return one;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Reply answer(LoopbackServer.Request request) {
        if (refusesToken || !request.headers().getOrDefault("authorization", "").equals("Bearer " + TOKEN)) {
            return error(401, 190, "Invalid OAuth access token");
        }
        String path = request.target().replaceFirst("^/v23\\.0", "");
        if (path.equals("/" + NUMBER) && request.method().equals("GET")) {
            return Reply.of(200, "{\"id\":\"" + NUMBER + "\",\"display_phone_number\":\"+972 12-345-6789\"}");
        } else if (path.equals("/" + NUMBER + "/media")) {
            String id = "media" + ids.incrementAndGet();
            return request.body().contains("name=\"messaging_product\"") && request.body().contains("name=\"file\"")
                    ? Reply.of(200, "{\"id\":\"" + id + "\"}") : error(400, 100, "no file");
        } else if (path.startsWith("/bytes/")) {
            return Reply.of(200, new String(media.get(path.substring(7)), java.nio.charset.StandardCharsets.UTF_8));
        } else if (media.containsKey(path.substring(1))) {
            return Reply.of(200, "{\"url\":\"" + url() + "/v23.0/bytes" + path + "\",\"mime_type\":\"x/y\"}");
        } else if (path.equals("/" + NUMBER + "/messages") && request.method().equals("POST")) {
            return message(Posted.json(request.body()));
        }
        return error(400, 100, "Unsupported request " + path);
    }

    private synchronized Reply message(JsonValue body) {
        if (body.get("status").text().equals("read")) {
            receipts.add(body);
            return Reply.of(200, "{\"success\":true}");
        }
        if (wait > 0) {
            Reply slow = error(429, 130_429, "Rate limit hit").withHeader("Retry-After", String.valueOf(wait));
            wait = 0;
            return slow;
        }
        String wrong = WhatsAppBody.complaint(body).orElse(body.get("to").text().isEmpty() ? "no to" : "");
        if (!wrong.isEmpty()) {
            refused.add(wrong);
            return error(400, 100, wrong);
        }
        if (error != 0 && !body.get("type").text().equals("template")) {
            int code = error;
            error = 0;
            return error(400, code, "refused");
        }
        String id = "wamid.out" + ids.incrementAndGet();
        sent.add(new Sent(id, body));
        return Reply.of(200, "{\"messaging_product\":\"whatsapp\",\"messages\":[{\"id\":\"" + id + "\"}]}");
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

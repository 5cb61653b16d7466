package dev.telecoder.plugin.discord;

import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.testkit.DiscordBody;
import dev.telecoder.testkit.LoopbackServer;
import dev.telecoder.testkit.LoopbackServer.Reply;
import dev.telecoder.testkit.LoopbackServer.Request;
import dev.telecoder.testkit.LoopbackSocket;
import dev.telecoder.testkit.TestContext;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Discord's REST API and gateway on a port of loopback: a session can be resumed, and misses nothing then. */
final class FakeDiscord implements AutoCloseable {

    static final String TOKEN = "fake-discord-token-of-the-tests";
    static final String BOT = "42";

    private static final Set<String> FIELDS = Set.of("content", "nonce", "tts", "embeds", "allowed_mentions",
            "message_reference", "components", "sticker_ids", "attachments", "flags", "enforce_nonce");
    private static final Pattern MESSAGE = Pattern.compile("/api/v10/channels/(\\d+)/messages(?:/(\\d+))?");

    private final LoopbackServer server = LoopbackServer.start();
    private final Json json = TestContext.with().json();
    private final List<JsonValue> events = new ArrayList<>();
    private final Map<String, Sent> messages = new LinkedHashMap<>();
    private final BlockingQueue<Sent> unread = new LinkedBlockingQueue<>();
    private final BlockingQueue<Request> calls = new LinkedBlockingQueue<>();
    private final List<String> refused = new ArrayList<>();
    private final List<Duration> limits = new ArrayList<>();
    private final Map<String, String> nonces = new LinkedHashMap<>();
    private final Map<String, String> threads = new LinkedHashMap<>();
    private LoopbackSocket socket;
    private long next = 1_000;
    private int identified;
    private int resumed;
    private boolean cut;
    private boolean tokenRefused;
    private boolean deaf;

    FakeDiscord() {
        server.answer(this::answer);
    }

    record Sent(String channel, String id, JsonValue body, int edits) {}

    URI url() {
        return URI.create(server.url() + "/api/v10");
    }

    synchronized String write(String channel, String guild, String user, String name, String text,
            JsonValue.ObjectBuilder more) {
        String id = String.valueOf(next++);
        event("MESSAGE_CREATE", more.put("id", id).put("type", 0).put("channel_id", channel)
                .putIfPresent("guild_id", guild).put("content", text)
                .put("timestamp", "2026-11-22T10:00:00.123000+00:00")
                .put("author", JsonValue.object().put("id", user).put("username", name).build()).build());
        return id;
    }

    synchronized void thread(String id, String parent) {
        threads.put(id, parent);
    }

    synchronized void event(String type, JsonValue data) {
        events.add(JsonValue.object().put("op", 0).put("s", events.size() + 1).put("t", type).put("d", data).build());
        send(events.getLast());
    }

    synchronized void repeat() {
        send(events.getLast());
    }

    synchronized void press(Sent message, String choice, String user, String guild) {
        JsonValue who = JsonValue.object().put("id", user).put("username", "u" + user).build();
        JsonValue.ObjectBuilder interaction =
                JsonValue.object().put("id", String.valueOf(next++)).put("token", "itoken")
                        .put("type", 3).put("channel_id", message.channel()).putIfPresent("guild_id", guild)
                        .put("message", JsonValue.object().put("id", message.id()).build())
                        .put("data", JsonValue.object().put("custom_id", choice).put("component_type", 2).build());
        event("INTERACTION_CREATE", (guild == null ? interaction.put("user", who)
                : interaction.put("member", JsonValue.object().put("user", who).build())).build());
    }

    private void send(JsonValue payload) {
        if (socket != null) {
            try {
                socket.send(payload.toString());
            } catch (IllegalStateException gone) {
                socket = null;
            }
        }
    }

    Sent next(Duration limit) throws InterruptedException {
        Sent got = unread.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (got == null) {
            throw new AssertionError("Expected a message to Discord within " + limit + ".");
        }
        return got;
    }

    /** The next call whose method and path begin so. */
    Request nextCall(String beginning, Duration limit) throws InterruptedException {
        while (true) {
            Request call = calls.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (call == null) {
                throw new AssertionError("Expected " + beginning + " within " + limit + ".");
            } else if ((call.method() + " " + call.target()).startsWith(beginning)) {
                return call;
            }
        }
    }

    synchronized List<Sent> sent() {
        return List.copyOf(messages.values());
    }

    synchronized List<String> refused() {
        return List.copyOf(refused);
    }

    synchronized int identified() {
        return identified;
    }

    synchronized int resumed() {
        return resumed;
    }

    synchronized void limit(Duration delay) {
        limits.add(delay);
    }

    synchronized void refuseToken() {
        tokenRefused = true;
    }

    synchronized void deafen() {
        deaf = true;
    }

    synchronized void cut() {
        cut = true;
        if (socket != null) {
            socket.cut();
            socket = null;
        }
    }

    synchronized void restore() {
        cut = false;
    }

    synchronized void say(String payload) {
        send(json.parse(payload));
    }

    @Override
    public void close() {
        server.close();
    }

    private synchronized Reply answer(Request request) {
        if (request.target().startsWith("/?v=10")) {
            return cut ? Reply.of(503, "") : Reply.webSocket(this::connected);
        } else if (request.target().startsWith("/cdn/")) {
            return request.headers().containsKey("authorization") ? Reply.of(400, "a token")
                    : Reply.of(200, "line one");
        } else if (!request.headers().getOrDefault("authorization", "").equals("Bot " + TOKEN) || tokenRefused) {
            return Reply.of(401, "{\"message\":\"401: Unauthorized\",\"code\":0}");
        } else if (!request.headers().getOrDefault("user-agent", "").startsWith("DiscordBot (")) {
            return refuse(request, "a User-Agent of a bot is missing");
        }
        calls.add(request);
        String path = request.target().replace("/api/v10", "");
        Matcher message = MESSAGE.matcher(request.target());
        if (message.matches()) {
            return say(request, message.group(1), message.group(2));
        } else if (path.equals("/users/@me")) {
            return Reply.of(200, "{\"id\":\"" + BOT + "\",\"username\":\"telecoder\",\"bot\":true}");
        } else if (path.equals("/applications/@me")) {
            return Reply.of(200, "{\"id\":\"77\"}");
        } else if (path.equals("/gateway/bot")) {
            return Reply.of(200, "{\"url\":\"ws" + server.url().toString().substring(4) + "\"}");
        } else if (path.matches("/channels/\\d+")) {
            String id = path.substring("/channels/".length());
            return Reply.of(200, threads.containsKey(id)
                    ? "{\"id\":\"" + id + "\",\"type\":11,\"parent_id\":\"" + threads.get(id) + "\"}"
                    : "{\"id\":\"" + id + "\",\"type\":0}");
        }
        return Reply.of(200, "{}");
    }

    private Reply say(Request request, String channel, String id) {
        if (!limits.isEmpty()) {
            return Reply.of(429, "{\"message\":\"You are being rate limited.\",\"retry_after\":"
                    + limits.removeFirst().toSeconds() + ".0,\"global\":false}");
        }
        boolean form = request.headers().getOrDefault("content-type", "").startsWith("multipart/");
        JsonValue body = form ? JsonValue.object().put("file", request.body()).build() : json.parse(request.body());
        Optional<String> complaint = form ? Optional.empty() : body.members().keySet().stream()
                .filter(name -> !FIELDS.contains(name)).findFirst().map(name -> "unknown " + name)
                .or(() -> DiscordBody.complaint(body));
        if (complaint.isPresent() || body.get("nonce").text().length() > 25) {
            return refuse(request, complaint.orElse("the nonce is too long"));
        }
        Sent before = messages.get(id == null ? nonces.getOrDefault(body.get("nonce").text(), "") : id);
        if (before != null && id == null && before.channel().equals(channel)) {
            return Reply.of(200, "{\"id\":\"" + before.id() + "\",\"channel_id\":\"" + channel + "\"}");
        } else if (id != null && before == null) {
            return Reply.of(404, "{\"message\":\"Unknown Message\",\"code\":10008}");
        }
        Sent sent = new Sent(channel, id == null ? String.valueOf(next++) : id, body, id == null ? 0
                : before.edits() + 1);
        if (!body.get("nonce").isNull()) {
            nonces.put(body.get("nonce").text(), sent.id());
        }
        messages.put(sent.id(), sent);
        unread.add(sent);
        return Reply.of(200, "{\"id\":\"" + sent.id() + "\",\"channel_id\":\"" + channel + "\"}");
    }

    private Reply refuse(Request request, String why) {
        refused.add(request.method() + " " + request.target() + ": " + why);
        return Reply.of(400, JsonValue.object().put("message", why).put("code", 50_035).build().toString());
    }

    private void connected(LoopbackSocket opened) {
        opened.onText(text -> heard(opened, json.parse(text)));
        opened.send("{\"op\":10,\"d\":{\"heartbeat_interval\":41250}}");
    }

    private synchronized void heard(LoopbackSocket opened, JsonValue payload) {
        JsonValue data = payload.get("d");
        switch (payload.get("op").asInt(-1)) {
            case 1 -> {
                if (!deaf) {
                    opened.send("{\"op\":11}");
                }
            }
            case 2 -> {
                identified++;
                if (!data.get("token").text().equals(TOKEN) || tokenRefused) {
                    opened.close(4004);
                    return;
                }
                socket = opened;
                event("READY", json.parse("{\"v\":10,\"session_id\":\"s1\",\"resume_gateway_url\":\"ws"
                        + server.url().toString().substring(4) + "\",\"user\":{\"id\":\"42\"}}"));
            }
            case 6 -> {
                resumed++;
                socket = opened;
                deaf = false;
                List<JsonValue> missed = List.copyOf(events.subList(data.get("seq").asInt(0), events.size()));
                missed.forEach(this::send);
                event("RESUMED", JsonValue.object().build());
            }
            default -> refused.add("op " + payload.get("op"));
        }
    }
}

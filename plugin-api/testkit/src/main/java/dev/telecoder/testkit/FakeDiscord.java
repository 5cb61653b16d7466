package dev.telecoder.testkit;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.testkit.LoopbackServer.Reply;
import dev.telecoder.testkit.LoopbackServer.Request;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Discord's REST API and gateway on a port of loopback: each call is checked, a session can be resumed, and misses nothing
 * then. It can ask to slow down, refuse the token, leave heartbeats unanswered, cut connections and deliver twice. Safe for
 * many threads.
 *
 * @since 1.0
 */
public final class FakeDiscord implements AutoCloseable {

    /** The token it takes. */
    public static final String TOKEN = "fake-discord-token-of-the-tests";
    /** The user the bot is. */
    public static final String BOT = "42";

    private static final Pattern MESSAGE = Pattern.compile("/api/v10/channels/(\\d+)/messages(?:/(\\d+))?");

    private final LoopbackServer server = LoopbackServer.start();
    private final List<JsonValue> events = new ArrayList<>();
    private final Map<String, Sent> messages = new LinkedHashMap<>();
    private final BlockingQueue<Sent> unread = new LinkedBlockingQueue<>();
    private final BlockingQueue<Request> calls = new LinkedBlockingQueue<>();
    private final List<Request> taken = new ArrayList<>();
    private final BlockingQueue<JsonValue> heartbeats = new LinkedBlockingQueue<>();
    private final List<String> refused = new ArrayList<>();
    private final List<Duration> limits = new ArrayList<>();
    private final Map<String, String> nonces = new LinkedHashMap<>();
    private final Map<String, String> threads = new LinkedHashMap<>();
    private @Nullable LoopbackSocket socket;
    private long next = 1_000;
    private int identified;
    private int resumed;
    private boolean cut;
    private boolean tokenRefused;
    private boolean deaf;
    private int failures;

    private FakeDiscord() {}

    /** {@return a running one} */
    public static FakeDiscord start() {
        FakeDiscord started = new FakeDiscord();
        started.server.answer(started::answer);
        return started;
    }

    /**
     * A message that the bot sent.
     *
     * @param channel the channel, or the thread
     * @param id its id
     * @param body what was sent, last edit included; of a form its text as {@code file}
     * @param edits how often it was edited
     */
    public record Sent(String channel, String id, JsonValue body, int edits) {}

    /** {@return where the REST API is: what {@code channels.discord.api_url} is set to} */
    public URI url() {
        return URI.create(server.url() + "/api/v10");
    }

    /**
     * Lets somebody write.
     *
     * @param channel the channel, or the thread
     * @param guild the server it is in; {@code null} for a direct chat
     * @param user the id of who writes
     * @param name what they are called
     * @param text what they write
     * @param more what else the message has, such as {@code mentions}
     * @return the message's id
     */
    public synchronized String write(String channel, @Nullable String guild, String user, String name, String text,
            JsonValue.ObjectBuilder more) {
        String id = String.valueOf(next++);
        event("MESSAGE_CREATE", more.put("id", id).put("type", 0).put("channel_id", channel)
                .putIfPresent("guild_id", guild).put("content", text)
                .put("timestamp", "2026-11-22T10:00:00.123000+00:00")
                .put("author", JsonValue.object().put("id", user).put("username", name).build()).build());
        return id;
    }

    /**
     * Makes a thread known.
     *
     * @param id its id
     * @param parent the channel it belongs to
     */
    public synchronized void thread(String id, String parent) {
        threads.put(id, parent);
    }

    /**
     * Delivers an event.
     *
     * @param type such as {@code MESSAGE_CREATE}
     * @param data what it holds
     */
    public synchronized void event(String type, JsonValue data) {
        events.add(JsonValue.object().put("op", 0).put("s", events.size() + 1).put("t", type).put("d", data).build());
        send(events.getLast());
    }

    /** Delivers the last event again, under the same number. */
    public synchronized void repeat() {
        send(events.getLast());
    }

    /**
     * Lets somebody press a button.
     *
     * @param message the message, as {@link #next} gave it
     * @param choice the button's {@code custom_id}
     * @param user who presses
     * @param guild the server; {@code null} in a direct chat
     */
    public synchronized void press(Sent message, String choice, String user, @Nullable String guild) {
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

    /**
     * Waits for the next message of the bot, new or edited.
     *
     * @param limit how long
     * @return the oldest not yet returned
     */
    public Sent next(Duration limit) {
        return Waiting.next(unread, limit, "a message to Discord");
    }

    /**
     * Waits for a call; earlier calls of others are passed over.
     *
     * @param beginning how method and path begin, such as {@code POST /api/v10/interactions/}
     * @param limit how long to wait for each
     * @return the call
     */
    public Request nextCall(String beginning, Duration limit) {
        while (true) {
            Request call = Waiting.next(calls, limit, beginning);
            if ((call.method() + " " + call.target()).startsWith(beginning)) {
                return call;
            }
        }
    }

    /**
     * Waits for the next heartbeat on the gateway.
     *
     * @param limit how long
     */
    public void nextHeartbeat(Duration limit) {
        Waiting.next(heartbeats, limit, "a heartbeat");
    }

    /** {@return the calls that were taken, in order} */
    public synchronized List<Request> calls() {
        return List.copyOf(taken);
    }

    /** {@return all messages of the bot, in order} */
    public synchronized List<Sent> sent() {
        return List.copyOf(messages.values());
    }

    /** {@return the calls that were refused as wrong, and why} */
    public synchronized List<String> refused() {
        return List.copyOf(refused);
    }

    /** {@return how often a session was begun} */
    public synchronized int identified() {
        return identified;
    }

    /** {@return how often a session was resumed} */
    public synchronized int resumed() {
        return resumed;
    }

    /**
     * Refuses the next message as too fast.
     *
     * @param delay how long the bot shall wait
     */
    public synchronized void limit(Duration delay) {
        limits.add(delay);
    }

    /** Fails once when it is asked what a channel is. */
    public synchronized void failOnce() {
        failures++;
    }

    /** Refuses the token from now on. */
    public synchronized void refuseToken() {
        tokenRefused = true;
    }

    /** Answers no heartbeat until the session is resumed. */
    public synchronized void deafen() {
        deaf = true;
    }

    /** Cuts the connection to the gateway, and takes no new one. */
    public synchronized void cut() {
        cut = true;
        if (socket != null) {
            socket.cut();
            socket = null;
        }
    }

    /** Takes connections again. */
    public synchronized void restore() {
        cut = false;
    }

    /**
     * Sends something on the gateway.
     *
     * @param payload JSON with its {@code op}
     */
    public synchronized void say(String payload) {
        send(JacksonJson.INSTANCE.parse(payload));
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
        String path = request.target().replace("/api/v10", "");
        boolean form = request.headers().getOrDefault("content-type", "").startsWith("multipart/");
        Optional<String> wrong = DiscordMethods.complaint(request.method(), path, form, request.body());
        if (wrong.isPresent()) {
            return refuse(request, wrong.get());
        }
        calls.add(request);
        taken.add(request);
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
            if (failures > 0) {
                failures--;
                return Reply.of(503, "{\"message\":\"Service Unavailable\",\"code\":0}");
            }
            String id = path.substring("/channels/".length());
            return Reply.of(200, threads.containsKey(id)
                    ? "{\"id\":\"" + id + "\",\"type\":11,\"parent_id\":\"" + threads.get(id) + "\"}"
                    : "{\"id\":\"" + id + "\",\"type\":0}");
        }
        return Reply.of(200, "{}");
    }

    private Reply say(Request request, String channel, @Nullable String id) {
        if (!limits.isEmpty()) {
            return Reply.of(429, "{\"message\":\"You are being rate limited.\",\"retry_after\":"
                    + limits.removeFirst().toMillis() / 1000.0 + ",\"global\":false}");
        }
        boolean form = request.headers().getOrDefault("content-type", "").startsWith("multipart/");
        JsonValue body = form ? JsonValue.object().put("file", request.body()).build()
                : JacksonJson.INSTANCE.parse(request.body());
        Optional<String> complaint = form ? Optional.empty() : DiscordBody.complaint(body);
        if (complaint.isPresent()) {
            return refuse(request, complaint.get());
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
        opened.onText(text -> heard(opened, JacksonJson.INSTANCE.parse(text)));
        opened.send("{\"op\":10,\"d\":{\"heartbeat_interval\":41250}}");
    }

    private synchronized void heard(LoopbackSocket opened, JsonValue payload) {
        JsonValue data = payload.get("d");
        switch (payload.get("op").asInt(-1)) {
            case 1 -> {
                heartbeats.add(payload);
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
                event("READY", JacksonJson.INSTANCE.parse("{\"v\":10,\"session_id\":\"s1\",\"resume_gateway_url\":\"ws"
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

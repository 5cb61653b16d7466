package dev.telecoder.testkit;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.testkit.LoopbackServer.Reply;
import dev.telecoder.testkit.LoopbackServer.Request;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Slack on a port of loopback: the Web API's methods that a bot needs, each call checked, and Socket Mode, which delivers an
 * envelope again on the next connection until it is acknowledged. A mention arrives twice, as Slack does it. It can ask to
 * slow down, refuse tokens, warn of the end of a connection and cut it. Safe for many threads.
 *
 * @since 1.0
 */
public final class FakeSlackSocketMode implements AutoCloseable {

    /** The app's token in the workspace. */
    public static final String BOT_TOKEN = "xoxb-fake-token-of-the-testkit";

    /** The app's own token, which opens sockets. */
    public static final String APP_TOKEN = "xapp-fake-token-of-the-testkit";

    /** The user the app is. */
    public static final String BOT_USER = "UBOT";

    private final LoopbackServer server = LoopbackServer.start();
    private final Map<String, JsonValue> unacknowledged = new LinkedHashMap<>();
    private final List<LoopbackSocket> sockets = new ArrayList<>();
    private final Map<String, Sent> messages = new LinkedHashMap<>();
    private final BlockingQueue<Sent> unread = new LinkedBlockingQueue<>();
    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    private final List<String> refused = new ArrayList<>();
    private final List<Duration> limits = new ArrayList<>();
    private final Map<String, String> files = new LinkedHashMap<>();
    private final Map<String, String> names = new LinkedHashMap<>();
    private long next = 1;
    private int connections;
    private boolean cut;
    private boolean tokensRefused;

    private FakeSlackSocketMode() {}

    /** {@return a running one} */
    public static FakeSlackSocketMode start() {
        FakeSlackSocketMode started = new FakeSlackSocketMode();
        started.server.answer(started::answer);
        return started;
    }

    /**
     * A message the app sent.
     *
     * @param channel the channel
     * @param thread the thread; {@code null} if it is in none
     * @param ts its id, which counts within the channel
     * @param body what was sent, last edit included
     * @param edits how often it was edited
     */
    public record Sent(String channel, @Nullable String thread, String ts, JsonValue body, int edits) {}

    /**
     * A call that was answered.
     *
     * @param method the method
     * @param arguments its arguments
     */
    public record Call(String method, JsonValue arguments) {}

    /** {@return where the Web API is: what {@code channels.slack.api_url} is set to} */
    public URI url() {
        return URI.create(server.url() + "/api");
    }

    /**
     * Names a user.
     *
     * @param user the id
     * @param name what people call them
     */
    public synchronized void name(String user, String name) {
        names.put(user, name);
    }

    /**
     * Lets somebody write. In a channel a mention of the app is delivered as {@code message} and as {@code app_mention}.
     *
     * @param channel the channel; one that begins with {@code D} is a direct chat
     * @param user who
     * @param text as Slack sends it: escaped, mentions between angles
     * @param thread the thread, or {@code null}
     * @return the message's ts
     */
    public synchronized String write(String channel, String user, String text, @Nullable String thread) {
        String ts = ts();
        JsonValue.ObjectBuilder event = JsonValue.object().put("type", "message").put("channel", channel)
                .put("user", user).put("text", text).put("ts", ts).put("event_ts", ts)
                .put("channel_type", channel.startsWith("D") ? "im" : "channel").putIfPresent("thread_ts", thread);
        event(event.build());
        if (!channel.startsWith("D") && text.contains("<@" + BOT_USER + ">")) {
            event(event.put("type", "app_mention").build());
        }
        return ts;
    }

    /**
     * Delivers an event.
     *
     * @param event the inner event
     */
    public synchronized void event(JsonValue event) {
        envelope("events_api", JsonValue.object().put("token", "fixed-value").put("team_id", "T1")
                .put("api_app_id", "A1").put("event", event).put("type", "event_callback").put("event_id", "Ev" + next)
                .put("event_time", 1_605_853_844).build());
    }

    /**
     * Lets somebody press a button.
     *
     * @param message the message, as {@link #next} gave it
     * @param value the button's value
     * @param user who presses
     */
    public synchronized void press(Sent message, String value, String user) {
        envelope("interactive", JsonValue.object().put("type", "block_actions")
                .put("user", JsonValue.object().put("id", user).build())
                .put("container", JsonValue.object().put("type", "message").put("message_ts", message.ts())
                        .put("channel_id", message.channel()).putIfPresent("thread_ts", message.thread()).build())
                .put("channel", JsonValue.object().put("id", message.channel()).build())
                .put("actions", List.of(JsonValue.object().put("type", "button").put("action_id", "choice-0")
                        .put("value", value).put("action_ts", ts()).build()))
                .build());
    }

    /**
     * Lets somebody use a slash command.
     *
     * @param channel where
     * @param user who
     * @param command such as {@code /telecoder}
     * @param text what stands behind it
     */
    public synchronized void command(String channel, String user, String command, String text) {
        envelope("slash_commands", JsonValue.object().put("command", command).put("text", text)
                .put("channel_id", channel).put("user_id", user).put("trigger_id", "t" + next).build());
    }

    private void envelope(String type, JsonValue payload) {
        String id = "envelope-" + next++;
        JsonValue envelope = JsonValue.object().put("envelope_id", id).put("payload", payload).put("type", type)
                .put("accepts_response_payload", !type.equals("events_api")).build();
        unacknowledged.put(id, envelope);
        deliver(envelope);
    }

    private void deliver(JsonValue envelope) {
        for (LoopbackSocket socket : sockets.reversed()) {
            try {
                socket.send(envelope.toString());
                return;
            } catch (IllegalStateException gone) {
                // The next connection gets it.
            }
        }
    }

    /** Delivers again what is not acknowledged, as Slack does after some seconds. */
    public synchronized void deliverAgain() {
        List.copyOf(unacknowledged.values()).forEach(this::deliver);
    }

    /**
     * Keeps a file that can be fetched with the app's token.
     *
     * @param name its name
     * @param content what it holds
     * @return its {@code url_private}
     */
    public synchronized String file(String name, String content) {
        files.put(name, content);
        return server.url() + "/files/" + name;
    }

    /**
     * Waits for the next message of the app, new or edited.
     *
     * @param limit how long
     * @return the oldest not yet returned
     */
    public Sent next(Duration limit) {
        return Waiting.next(unread, limit, "a message to Slack");
    }

    /**
     * Waits for a call of a method; earlier calls of others are passed over.
     *
     * @param method the method
     * @param limit how long to wait for each
     * @return the call
     */
    public Call nextCall(String method, Duration limit) {
        while (true) {
            Call call = Waiting.next(calls, limit, "a call of " + method);
            if (call.method().equals(method)) {
                return call;
            }
        }
    }

    /** {@return all messages of the app, in order} */
    public synchronized List<Sent> sent() {
        return List.copyOf(messages.values());
    }

    /** {@return the calls that were refused as wrong, and why} */
    public synchronized List<String> refused() {
        return List.copyOf(refused);
    }

    /** {@return how many envelopes are not acknowledged} */
    public synchronized int unacknowledged() {
        return unacknowledged.size();
    }

    /**
     * Waits until each envelope is acknowledged.
     *
     * @param limit how long
     */
    public synchronized void awaitAcknowledged(Duration limit) {
        await(unacknowledged::isEmpty, limit, "the acknowledgement of each envelope");
    }

    /** {@return how often a socket was opened} */
    public synchronized int connections() {
        return connections;
    }

    /**
     * Waits until a socket was opened so often.
     *
     * @param count how often
     * @param limit how long
     */
    public synchronized void awaitConnections(int count, Duration limit) {
        await(() -> connections >= count, limit, count + " connections");
    }

    private void await(BooleanSupplier holds, Duration limit, String what) {
        long end = System.nanoTime() + limit.toNanos();
        while (!holds.getAsBoolean()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("Expected " + what + " within " + limit + ", but it did not come.");
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("Interrupted while waiting for " + what + ".", e);
            }
        }
    }

    /**
     * Refuses the next message as too fast.
     *
     * @param delay how long the app shall wait
     */
    public synchronized void limit(Duration delay) {
        limits.add(delay);
    }

    /** Refuses the tokens from now on. */
    public synchronized void refuseTokens() {
        tokensRefused = true;
    }

    /** Warns of the end of the connections that are open, as Slack does some seconds before. */
    public synchronized void warn() {
        sockets.forEach(socket -> socket.send("{\"type\":\"disconnect\",\"reason\":\"warning\","
                + "\"debug_info\":{\"host\":\"loopback\"}}"));
    }

    /**
     * Lets the open sockets neither say nor hear anything any more, as connections are that something in between forgot;
     * they stay open. New ones are as ever, and get what was not acknowledged.
     */
    public synchronized void silence() {
        sockets.forEach(LoopbackSocket::silence);
        sockets.clear();
    }

    /** Cuts the sockets, and takes no new ones. */
    public synchronized void cut() {
        cut = true;
        sockets.forEach(LoopbackSocket::cut);
        sockets.clear();
    }

    /** Takes sockets again. */
    public synchronized void restore() {
        cut = false;
    }

    @Override
    public void close() {
        server.close();
    }

    private String ts() {
        return "1700000000." + String.format("%06d", next++);
    }

    private Reply answer(Request request) {
        String method = request.target().replaceFirst("^/api/", "");
        if (request.target().startsWith("/socket")) {
            return isCut() ? Reply.of(503, "") : Reply.webSocket(this::connected);
        } else if (request.target().startsWith("/upload/")) {
            calls.add(new Call("upload", JsonValue.object().put("body", request.body()).build()));
            return Reply.of(200, "OK");
        }
        String given = request.headers().getOrDefault("authorization", "");
        String wanted = method.equals("apps.connections.open") ? APP_TOKEN : BOT_TOKEN;
        if (!given.equals("Bearer " + wanted) || refusesTokens()) {
            return Reply.of(200, "{\"ok\":false,\"error\":\"invalid_auth\"}");
        } else if (request.target().startsWith("/files/")) {
            return Reply.of(200, files.get(request.target().substring("/files/".length())));
        }
        JsonValue arguments = request.headers().getOrDefault("content-type", "").startsWith("application/json")
                ? JacksonJson.INSTANCE.parse(request.body()) : form(request.body());
        Reply reply = carryOut(method, arguments);
        calls.add(new Call(method, arguments));
        return reply;
    }

    private synchronized boolean isCut() {
        return cut;
    }

    private synchronized boolean refusesTokens() {
        return tokensRefused;
    }

    private static JsonValue form(String body) {
        JsonValue.ObjectBuilder fields = JsonValue.object();
        for (String field : body.isEmpty() ? new String[0] : body.split("&")) {
            String[] parts = field.split("=", 2);
            fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return fields.build();
    }

    private void connected(LoopbackSocket socket) {
        socket.onText(text -> {
            synchronized (this) {
                unacknowledged.remove(JacksonJson.INSTANCE.parse(text).get("envelope_id").text());
                notifyAll();
            }
        });
        socket.onEnd(() -> {
            synchronized (this) {
                sockets.remove(socket);
            }
        });
        synchronized (this) {
            connections++;
            notifyAll();
            socket.send("{\"type\":\"hello\",\"num_connections\":1,\"debug_info\":{\"host\":\"loopback\","
                    + "\"approximate_connection_time\":18060},\"connection_info\":{\"app_id\":\"A1\"}}");
            sockets.add(socket);
            deliverAgain();
        }
    }

    private synchronized Reply carryOut(String method, JsonValue arguments) {
        Optional<String> complaint = SlackMethods.complaint(method, arguments);
        if (complaint.isPresent()) {
            return refuse(method, complaint.get());
        }
        return switch (method) {
            case "auth.test" ->
                    ok(JsonValue.object().put("user_id", BOT_USER).put("bot_id", "B1").put("team_id", "T1"));
            case "apps.connections.open" -> cut ? Reply.of(503, "{\"ok\":false,\"error\":\"service_unavailable\"}")
                    : ok(JsonValue.object().put("url", "ws" + server.url().toString().substring(4) + "/socket"));
            case "users.info" -> ok(JsonValue.object().put("user", JsonValue.object().put("id", arguments.get("user"))
                    .put("real_name", names.getOrDefault(arguments.get("user").text(), "Somebody")).build()));
            case "files.getUploadURLExternal" -> ok(JsonValue.object().put("file_id", "F" + next)
                    .put("upload_url", server.url() + "/upload/F" + next++));
            case "chat.postMessage", "chat.update" -> say(method, arguments);
            default -> ok(JsonValue.object());
        };
    }

    private Reply say(String method, JsonValue arguments) {
        if (!limits.isEmpty()) {
            return Reply.of(429, "{\"ok\":false,\"error\":\"ratelimited\"}")
                    .withHeader("Retry-After", String.valueOf(limits.removeFirst().toSeconds()));
        }
        String channel = arguments.get("channel").text();
        Sent before = messages.get(channel + "/" + arguments.get("ts").text());
        if (method.equals("chat.update") && before == null) {
            return refuse(method, "message_not_found");
        }
        Sent sent = before == null
                ? new Sent(channel, arguments.get("thread_ts").findText().orElse(null), ts(), arguments, 0)
                : new Sent(channel, before.thread(), before.ts(), arguments, before.edits() + 1);
        messages.put(channel + "/" + sent.ts(), sent);
        unread.add(sent);
        return ok(JsonValue.object().put("channel", channel).put("ts", sent.ts()));
    }

    private Reply refuse(String method, String error) {
        refused.add(method + ": " + error);
        return Reply.of(200, JsonValue.object().put("ok", false).put("error", error).build().toString());
    }

    private static Reply ok(JsonValue.ObjectBuilder answer) {
        return Reply.of(200, answer.put("ok", true).build().toString());
    }
}

package dev.telecoder.testkit;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.testkit.LoopbackServer.Reply;
import dev.telecoder.testkit.LoopbackServer.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Telegram's Bot API on a port of loopback, as strict as the real one: each call is checked against the Bot API's own
 * description, HTML is parsed, updates stay until an offset confirms them. It can ask to slow down, refuse the token, cut
 * connections and deliver twice. Safe for many threads.
 *
 * @since 1.0
 */
public final class FakeTelegram implements AutoCloseable {

    /** The token it takes. */
    public static final String TOKEN = "123456:fake-token-of-the-testkit";

    private static final Pattern PART = Pattern.compile(
            "content-disposition: form-data; name=\"(\\w+)\"(?:; filename=\"([^\"]*)\")?\r\n(?:content-type: [^\r]*\r\n)?\r\n"
                    + "(.*?)\r\n--",
            Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    private final LoopbackServer server = LoopbackServer.start();
    private final List<JsonValue> updates = new ArrayList<>();
    private final Map<String, Sent> messages = new LinkedHashMap<>();
    private final BlockingQueue<Sent> unread = new LinkedBlockingQueue<>();
    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    private final List<String> refused = new ArrayList<>();
    private final Map<String, String> files = new ConcurrentHashMap<>();
    private final Set<String> presses = ConcurrentHashMap.newKeySet();
    private final List<Duration> limits = new ArrayList<>();
    private long nextUpdate = 1_000;
    private long nextMessage = 1;
    private int polls;
    private boolean cut;
    private boolean tokenRefused;
    private boolean closed;

    private FakeTelegram() {}

    /** {@return a running one} */
    public static FakeTelegram start() {
        FakeTelegram started = new FakeTelegram();
        started.server.answer(started::answer);
        return started;
    }

    /**
     * A message that the bot sent.
     *
     * @param chat the chat
     * @param thread the topic; {@code null} if it is in none
     * @param messageId its id, which counts within the chat
     * @param body what was sent, last edit included
     * @param edits how often it was edited
     */
    public record Sent(String chat, @Nullable String thread, String messageId, JsonValue body, int edits) {}

    /**
     * A call that was answered.
     *
     * @param method the method
     * @param parameters its parameters; of a form, the content of a file stands for the file
     */
    public record Call(String method, JsonValue parameters) {}

    /** {@return where it listens: what {@code channels.telegram.api_url} is set to} */
    public URI url() {
        return server.url();
    }

    /**
     * Lets somebody write to the bot in private.
     *
     * @param user who
     * @param name the first name
     * @param text what
     * @return the message's id
     */
    public String write(long user, String name, String text) {
        return deliver(user, JsonValue.object().put("id", user).put("type", "private").put("first_name", name).build(),
                user, name, JsonValue.object().put("text", text));
    }

    /**
     * Delivers a message.
     *
     * @param chat the id of the chat
     * @param chatObject Telegram's {@code Chat}
     * @param user who wrote it
     * @param name the first name
     * @param content what else {@code Message} has, such as {@code text}
     * @return the message's id
     */
    public synchronized String deliver(long chat, JsonValue chatObject, long user, String name,
            JsonValue.ObjectBuilder content) {
        long id = nextMessage++;
        JsonValue.ObjectBuilder message = JsonValue.object().put("message_id", id)
                .put("date", Instant.now().getEpochSecond()).put("chat", chatObject)
                .put("from", JsonValue.object().put("id", user).put("is_bot", false).put("first_name", name).build());
        content.build().members().forEach(message::put);
        update("message", message.build());
        return chat + "/" + id;
    }

    /**
     * Lets somebody press a button of a message.
     *
     * @param message the message, as {@link #next} gave it
     * @param data the button's {@code callback_data}
     * @param user who presses
     * @param name the first name
     */
    public synchronized void press(Sent message, String data, long user, String name) {
        String id = "press" + nextUpdate;
        presses.add(id);
        JsonValue chat = JsonValue.object().put("id", Long.parseLong(message.chat()))
                .put("type", message.chat().startsWith("-") ? "supergroup" : "private").build();
        update("callback_query", JsonValue.object().put("id", id).put("data", data).put("chat_instance", "1")
                .put("from", JsonValue.object().put("id", user).put("is_bot", false).put("first_name", name).build())
                .put("message", JsonValue.object().put("message_id", Long.parseLong(message.messageId()))
                        .put("date", 1).put("chat", chat).build())
                .build());
    }

    /**
     * Delivers an update.
     *
     * @param kind such as {@code message}
     * @param content what it holds
     */
    public synchronized void update(String kind, JsonValue content) {
        updates.add(JsonValue.object().put("update_id", nextUpdate++).put(kind, content).build());
        notifyAll();
    }

    /** Delivers the last update again, under a new number, as happens when a webhook or an offset was lost. */
    public synchronized void repeat() {
        JsonValue last = updates.getLast();
        String kind = last.members().keySet().stream().filter(name -> !name.equals("update_id")).findFirst()
                .orElseThrow();
        update(kind, last.get(kind));
    }

    /**
     * Keeps a file that can be fetched.
     *
     * @param id its {@code file_id}
     * @param content what it holds
     */
    public void file(String id, String content) {
        files.put(id, content);
    }

    /**
     * Waits for the next message of the bot, new or edited.
     *
     * @param limit how long
     * @return the oldest not yet returned
     */
    public Sent next(Duration limit) {
        return Waiting.next(unread, limit, "a message to Telegram");
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

    /** {@return all messages of the bot, in order} */
    public synchronized List<Sent> sent() {
        return List.copyOf(messages.values());
    }

    /** {@return the calls that were refused as wrong, and why} */
    public synchronized List<String> refused() {
        return List.copyOf(refused);
    }

    /** {@return how many updates no offset has confirmed} */
    public synchronized int unconfirmed() {
        return updates.size();
    }

    /**
     * Refuses the next message as too fast.
     *
     * @param delay how long the bot shall wait
     */
    public synchronized void limit(Duration delay) {
        limits.add(delay);
    }

    /** Refuses the token from now on. */
    public synchronized void refuseToken() {
        tokenRefused = true;
        notifyAll();
    }

    /** Cuts the connections, and those to come. */
    public synchronized void cut() {
        cut = true;
        notifyAll();
    }

    /** Takes connections again. */
    public synchronized void restore() {
        cut = false;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        server.close();
    }

    private Reply answer(Request request) {
        synchronized (this) {
            if (cut) {
                return Reply.of(200, "{\"ok\":true}").cutInTheMiddle();
            }
        }
        String[] path = request.target().split("/");
        if (request.target().startsWith("/file/bot" + TOKEN + "/")) {
            String content = files.get(path[path.length - 1]);
            return content == null ? error(404, "Not Found") : Reply.of(200, content);
        }
        if (path.length != 3 || !path[1].equals("bot" + TOKEN) || tokenRefused()) {
            return error(401, "Unauthorized");
        }
        JsonValue parameters;
        try {
            parameters = parameters(request);
        } catch (RuntimeException e) {
            return refuse(path[2], "can't parse the request: " + e.getMessage());
        }
        Optional<String> complaint = BotApiSchema.complaint(path[2], parameters);
        if (complaint.isPresent()) {
            return refuse(path[2], complaint.get());
        }
        Reply reply = path[2].equals("getUpdates") ? poll(parameters) : carryOut(path[2], parameters);
        calls.add(new Call(path[2], parameters));
        return reply;
    }

    private synchronized boolean tokenRefused() {
        return tokenRefused;
    }

    private static JsonValue parameters(Request request) {
        if (!request.headers().getOrDefault("content-type", "").startsWith("multipart/")) {
            return JacksonJson.INSTANCE.parse(request.body());
        }
        JsonValue.ObjectBuilder form = JsonValue.object();
        Matcher part = PART.matcher(request.body());
        while (part.find()) {
            String value = part.group(3);
            form.put(part.group(1), part.group(2) == null && value.matches("-?\\d+") ? (Object) Long.valueOf(value)
                    : value);
        }
        return form.build();
    }

    private synchronized Reply poll(JsonValue parameters) {
        long offset = parameters.get("offset").asLong(0);
        updates.removeIf(update -> update.get("update_id").asLong(0) < offset);
        long end = System.nanoTime() + Duration.ofSeconds(parameters.get("timeout").asLong(0)).toNanos();
        int mine = ++polls;
        notifyAll();
        while (updates.isEmpty() && !cut && !closed && !tokenRefused && polls == mine && System.nanoTime() < end) {
            try {
                wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        if (cut) {
            return Reply.of(200, "{\"ok\":true,\"result\":[]}").cutInTheMiddle();
        } else if (polls != mine) {
            return error(409, "Conflict: terminated by other getUpdates request");
        }
        return ok(JsonValue.array(updates.stream().limit(100).toList()));
    }

    private synchronized Reply carryOut(String method, JsonValue parameters) {
        return switch (method) {
            case "getMe" -> ok(JsonValue.object().put("id", 42).put("is_bot", true).put("first_name", "TeleCoder")
                    .put("username", "telecoder_bot").build());
            case "sendMessage", "sendDocument", "editMessageText" -> say(method, parameters);
            case "answerCallbackQuery" -> presses.remove(parameters.get("callback_query_id").text())
                    ? ok(JsonValue.of(true))
                    : refuse(method, "query is too old and response timeout expired or query ID is invalid");
            case "getFile" -> files.containsKey(parameters.get("file_id").text())
                    ? ok(JsonValue.object().put("file_id", parameters.get("file_id")).put("file_unique_id", "u")
                            .put("file_path", "documents/" + parameters.get("file_id").text()).build())
                    : refuse(method, "wrong file_id");
            default -> ok(JsonValue.of(true));
        };
    }

    private Reply say(String method, JsonValue parameters) {
        if (!limits.isEmpty()) {
            long seconds = limits.removeFirst().toSeconds();
            return Reply.of(429, JsonValue.object().put("ok", false).put("error_code", 429)
                    .put("description", "Too Many Requests: retry after " + seconds)
                    .put("parameters", JsonValue.object().put("retry_after", seconds).build()).build().toString());
        }
        boolean edit = method.equals("editMessageText");
        Optional<String> complaint = method.equals("sendDocument") ? Optional.empty() : text(parameters);
        if (complaint.isPresent()) {
            return refuse(method, complaint.get());
        }
        String chat = parameters.get("chat_id").text();
        String id = edit ? parameters.get("message_id").text() : String.valueOf(nextMessage++);
        Sent before = messages.get(chat + "/" + id);
        if (edit && before == null) {
            return refuse(method, "message to edit not found");
        } else if (edit && before != null && before.body().equals(parameters)) {
            return refuse(method, "message is not modified");
        }
        String thread = before != null ? before.thread() : parameters.get("message_thread_id").findText().orElse(null);
        Sent sent = new Sent(chat, thread, id, parameters, before == null ? 0 : before.edits() + 1);
        messages.put(chat + "/" + id, sent);
        unread.add(sent);
        return ok(JsonValue.object().put("message_id", Long.parseLong(id)).put("date", Instant.now().getEpochSecond())
                .put("chat", JsonValue.object().put("id", parameters.get("chat_id")).put("type", "private").build())
                .build());
    }

    private static Optional<String> text(JsonValue parameters) {
        for (JsonValue row : parameters.get("reply_markup").get("inline_keyboard").items()) {
            for (JsonValue button : row.items()) {
                int length = button.get("callback_data").text().getBytes(StandardCharsets.UTF_8).length;
                if (length == 0 || length > 64 || button.get("text").text().isBlank()) {
                    return Optional.of("BUTTON_DATA_INVALID");
                }
            }
        }
        if (parameters.get("parse_mode").isNull()) {
            String text = parameters.get("text").text();
            return !TelegramBody.shows(text) ? Optional.of("message text is empty")
                    : text.length() > 4_096 ? Optional.of("message is too long") : Optional.empty();
        }
        return TelegramBody.complaint(parameters);
    }

    private synchronized Reply refuse(String method, String why) {
        refused.add(method + ": " + why);
        return error(400, "Bad Request: " + why);
    }

    private static Reply error(int code, String description) {
        return Reply.of(code, JsonValue.object().put("ok", false).put("error_code", code)
                .put("description", description).build().toString());
    }

    private static Reply ok(JsonValue result) {
        return Reply.of(200, JsonValue.object().put("ok", true).put("result", result).build().toString());
    }
}

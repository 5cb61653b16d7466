package dev.telecoder.bench.channel;

import dev.telecoder.api.Configured;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.channel.ChannelProfile;
import dev.telecoder.api.channel.ChannelProfile.LengthUnit;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.InboundMessage;
import dev.telecoder.api.channel.Inbox;
import dev.telecoder.api.channel.MessageEditor;
import dev.telecoder.api.channel.OutboundMessage;
import dev.telecoder.api.channel.Sender;
import dev.telecoder.api.channel.TypingIndicator;
import dev.telecoder.api.http.Http;
import dev.telecoder.api.http.HttpRequest;
import dev.telecoder.api.http.HttpResponse;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/**
 * Asks its platform for updates and waits for them there, as the channel of Telegram does, and sends by POST. One thread
 * listens; any number send.
 */
@Extension
@Configured("channels.bench")
public final class BenchChannel implements Channel, TypingIndicator, MessageEditor {

    private final String url;
    private final Http http;
    private final Json json;
    private final Clock clock;
    private volatile @Nullable Thread listener;

    /**
     * Made by the host.
     *
     * @param context the host's part
     */
    public BenchChannel(PluginContext context) {
        this.url = context.config(BenchConfig.class).url();
        this.http = context.http();
        this.json = context.json();
        this.clock = context.clock();
    }

    @Override
    public String id() {
        return "bench";
    }

    @Override
    public ChannelProfile profile() {
        return ChannelProfile.builder(4_096, LengthUnit.UTF16).buttons().build();
    }

    @Override
    public void start(Inbox inbox) {
        listener = Thread.ofVirtual().name("bench-updates").start(() -> listen(inbox));
    }

    @Override
    public void stop() {
        Thread running = listener;
        if (running != null) {
            running.interrupt();
        }
    }

    @Override
    public Receipt send(OutboundMessage message) {
        JsonValue answer = post("sendMessage", JsonValue.object().put("chat_id", message.address().chat())
                .put("text", message.part().plainText()).build());
        return new Receipt(answer.get("result").get("message_id").toString());
    }

    @Override
    public void typing(ChatAddress address) {
        post("sendChatAction", JsonValue.object().put("chat_id", address.chat()).put("action", "typing").build());
    }

    @Override
    public void edit(String messageId, OutboundMessage replacement) {
        post("editMessageText", JsonValue.object().put("chat_id", replacement.address().chat())
                .put("message_id", messageId).put("text", replacement.part().plainText()).build());
    }

    private JsonValue post(String method, JsonValue body) {
        HttpResponse response = http.send(HttpRequest.post(URI.create(url + "/" + method)).withJson(body));
        if (response.status() != 200) {
            throw PluginException.of(Failure.UNAVAILABLE, "The platform answered " + response.status());
        }
        return json.parse(response.text());
    }

    private void listen(Inbox inbox) {
        long offset = 0;
        inbox.report(new Inbox.Health(true, "waits for updates"));
        while (!Thread.currentThread().isInterrupted()) {
            try {
                HttpResponse page = http.send(HttpRequest
                        .get(URI.create(url + "/getUpdates?timeout=25&offset=" + offset))
                        .withTimeout(Duration.ofSeconds(40)));
                List<JsonValue> updates = json.parse(page.text()).get("result").items();
                take(inbox, updates);
                // Asking for what comes behind them acknowledges them; so all of them are stored by now.
                offset = updates.isEmpty() ? offset : updates.getLast().get("update_id").asLong(0) + 1;
            } catch (InterruptedException e) {
                return;
            } catch (PluginException e) {
                if (e.failure() == Failure.CANCELLED || Thread.currentThread().isInterrupted()) {
                    return;
                }
                inbox.report(new Inbox.Health(false, String.valueOf(e.getMessage())));
            }
        }
    }

    /** Messages of one chat in their order, chats beside each other: so that they share a commit instead of waiting for one each. */
    private void take(Inbox inbox, List<JsonValue> updates) throws InterruptedException {
        Map<String, List<JsonValue>> chats = new LinkedHashMap<>();
        for (JsonValue update : updates) {
            JsonValue message = update.get("message");
            chats.computeIfAbsent(message.get("chat").get("id").toString(), chat -> new ArrayList<>()).add(update);
        }
        List<Thread> takers = new ArrayList<>();
        chats.forEach((chat, messages) -> takers.add(Thread.ofVirtual().start(
                () -> messages.forEach(update -> inbox.receive(message(chat, update))))));
        for (Thread taker : takers) {
            taker.join();
        }
    }

    private InboundMessage message(String chat, JsonValue update) {
        JsonValue message = update.get("message");
        JsonValue from = message.get("from");
        return InboundMessage.builder(update.get("update_id").toString(), new ChatAddress("bench", chat, null),
                new Sender(from.get("id").toString(), from.get("first_name").text()), clock.instant())
                .direct(true).text(message.get("text").text()).build();
    }
}

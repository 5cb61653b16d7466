package dev.telecoder.checks.soak;

import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.plugin.telegram.TelegramChannel;
import dev.telecoder.plugin.telegram.TelegramFormat;
import dev.telecoder.testkit.FakeTelegram;
import dev.telecoder.testkit.TelegramBody;
import dev.telecoder.testkit.TestContext;
import java.time.Duration;
import java.util.List;

/** Private chats, groups and topics of a forum on Telegram, by long polling. */
final class OnTelegram implements Platform {

    private final FakeTelegram fake = FakeTelegram.start();
    private final Channel channel =
            new TelegramChannel(TestContext.with("bot_token", FakeTelegram.TOKEN, "api_url", fake.url()));

    @Override
    public Channel channel() {
        return channel;
    }

    @Override
    public MessageFormat format() {
        return new TelegramFormat();
    }

    @Override
    public String write(int chat, String text) {
        long user = 7_000 + chat;
        if (chat % 2 == 0) {
            fake.write(user, "Anna", text);
            return String.valueOf(user);
        }
        boolean topic = chat % 4 == 3;
        long group = -1_000_000 - chat / 4;
        JsonValue.ObjectBuilder content = JsonValue.object().put("text", text);
        if (topic) {
            content.put("is_topic_message", true).put("message_thread_id", 500 + chat);
        }
        fake.deliver(group, JsonValue.object().put("id", group).put("type", "supergroup").put("title", "Team").build(),
                user, "Anna", content);
        return group + (topic ? "/" + (500 + chat) : "");
    }

    @Override
    public boolean repeat() {
        boolean any = fake.unconfirmed() > 0;
        if (any) {
            fake.repeat();
        }
        return any;
    }

    @Override
    public void limit() {
        fake.limit(Duration.ofSeconds(1));
    }

    @Override
    public void cut(SoakBed bed) {
        fake.cut();
        SoakBed.until("the loss is noticed", () -> !bed.isUp());
    }

    @Override
    public void restore(SoakBed bed) {
        fake.restore();
        SoakBed.until("updates are asked for again", bed::isUp);
    }

    @Override
    public int answered() {
        return fake.sent().size();
    }

    @Override
    public List<Reply> replies() {
        return fake.sent().stream().map(sent -> new Reply(
                sent.chat() + (sent.thread() == null ? "" : "/" + sent.thread()), TelegramBody.visible(sent.body())))
                .toList();
    }

    @Override
    public List<String> refused() {
        return fake.refused();
    }

    @Override
    public void close() {
        fake.close();
    }
}

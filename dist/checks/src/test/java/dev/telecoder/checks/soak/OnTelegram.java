package dev.telecoder.checks.soak;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.plugin.telegram.TelegramChannel;
import dev.telecoder.plugin.telegram.TelegramFormat;
import dev.telecoder.testkit.FakeTelegram;
import dev.telecoder.testkit.TelegramBody;
import dev.telecoder.testkit.TestContext;
import java.util.List;

/** Private chats, groups and topics of a forum on Telegram, by long polling. */
final class OnTelegram extends Bot {

    private final FakeTelegram fake;

    OnTelegram() {
        this(FakeTelegram.start());
    }

    private OnTelegram(FakeTelegram fake) {
        super(new TelegramChannel(TestContext.with("bot_token", FakeTelegram.TOKEN, "api_url", fake.url())),
                new TelegramFormat(), new Faults(fake::cut, fake::restore, fake::limit, fake::refused, fake::close));
        this.fake = fake;
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
    public int answered() {
        return fake.sent().size();
    }

    @Override
    public List<Reply> replies() {
        return fake.sent().stream().map(sent -> new Reply(
                sent.chat() + (sent.thread() == null ? "" : "/" + sent.thread()), TelegramBody.visible(sent.body())))
                .toList();
    }
}

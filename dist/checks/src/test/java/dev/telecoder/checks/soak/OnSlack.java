package dev.telecoder.checks.soak;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.plugin.slack.SlackChannel;
import dev.telecoder.plugin.slack.SlackFormat;
import dev.telecoder.testkit.FakeSlackSocketMode;
import dev.telecoder.testkit.SlackBody;
import dev.telecoder.testkit.TestContext;
import java.util.List;

/** Direct messages, mentions, which arrive twice, and threads on Slack, by Socket Mode. */
final class OnSlack extends Bot {

    private final FakeSlackSocketMode fake;
    private JsonValue last = JsonValue.NULL;

    OnSlack() {
        this(FakeSlackSocketMode.start());
    }

    private OnSlack(FakeSlackSocketMode fake) {
        super(new SlackChannel(TestContext.with("bot_token", FakeSlackSocketMode.BOT_TOKEN, "app_token",
                FakeSlackSocketMode.APP_TOKEN, "api_url", fake.url())),
                new SlackFormat(), new Faults(fake::cut, fake::restore, fake::limit, fake::refused, fake::close));
        this.fake = fake;
    }

    @Override
    public String write(int chat, String text) {
        boolean direct = chat % 2 == 0;
        String at = (direct ? "D" : "C") + chat;
        String said = (direct ? "" : "<@" + FakeSlackSocketMode.BOT_USER + "> ") + text;
        String thread = chat % 4 == 3 ? "1600000000.00" + (1_000 + chat) : null;
        String ts = fake.write(at, "U" + chat, said, thread);
        last = JsonValue.object().put("type", "message").put("channel", at).put("user", "U" + chat).put("text", said)
                .put("ts", ts).put("event_ts", ts).put("channel_type", direct ? "im" : "channel")
                .putIfPresent("thread_ts", thread).build();
        return direct ? at : at + "/" + (thread == null ? ts : thread);
    }

    @Override
    public boolean repeat() {
        fake.event(last);
        return true;
    }

    @Override
    public int answered() {
        return fake.sent().size();
    }

    @Override
    public List<Reply> replies() {
        return fake.sent().stream().map(sent -> new Reply(
                sent.channel() + (sent.thread() == null ? "" : "/" + sent.thread()), SlackBody.visible(sent.body())))
                .toList();
    }
}

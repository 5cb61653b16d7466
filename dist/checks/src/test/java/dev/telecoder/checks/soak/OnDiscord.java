package dev.telecoder.checks.soak;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.plugin.discord.DiscordChannel;
import dev.telecoder.plugin.discord.DiscordFormat;
import dev.telecoder.testkit.DiscordBody;
import dev.telecoder.testkit.FakeDiscord;
import dev.telecoder.testkit.TestContext;
import java.util.List;

/** Direct messages, channels and threads on Discord, by its gateway. */
final class OnDiscord extends Bot {

    private final FakeDiscord fake;

    OnDiscord() {
        this(FakeDiscord.start());
    }

    private OnDiscord(FakeDiscord fake) {
        super(new DiscordChannel(TestContext.with("bot_token", FakeDiscord.TOKEN, "api_url", fake.url(),
                "application_id", "77")),
                new DiscordFormat(), new Faults(fake::cut, fake::restore, fake::limit, fake::refused, fake::close));
        this.fake = fake;
    }

    @Override
    public String write(int chat, String text) {
        String at = String.valueOf(5_000 + chat);
        if (chat % 4 == 3) {
            fake.thread(at, String.valueOf(4_000 + chat / 8));
        }
        fake.write(at, chat % 2 == 0 ? null : "1", String.valueOf(7_000 + chat), "Anna", text, JsonValue.object());
        return at;
    }

    @Override
    public boolean repeat() {
        fake.repeat();
        return true;
    }

    @Override
    public int answered() {
        return fake.sent().size();
    }

    @Override
    public List<Reply> replies() {
        return fake.sent().stream().map(sent -> new Reply(sent.channel(), DiscordBody.visible(sent.body()))).toList();
    }
}

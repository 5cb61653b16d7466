package dev.telecoder.checks.soak;

import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.plugin.discord.DiscordChannel;
import dev.telecoder.plugin.discord.DiscordFormat;
import dev.telecoder.testkit.DiscordBody;
import dev.telecoder.testkit.FakeDiscord;
import dev.telecoder.testkit.TestContext;
import java.time.Duration;
import java.util.List;

/** Direct messages, channels and threads on Discord, by its gateway. */
final class OnDiscord implements Platform {

    private final FakeDiscord fake = FakeDiscord.start();
    private final Channel channel = new DiscordChannel(
            TestContext.with("bot_token", FakeDiscord.TOKEN, "api_url", fake.url(), "application_id", "77"));

    @Override
    public Channel channel() {
        return channel;
    }

    @Override
    public MessageFormat format() {
        return new DiscordFormat();
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
        SoakBed.until("the session is resumed", bed::isUp);
    }

    @Override
    public int answered() {
        return fake.sent().size();
    }

    @Override
    public List<Reply> replies() {
        return fake.sent().stream().map(sent -> new Reply(sent.channel(), DiscordBody.visible(sent.body()))).toList();
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

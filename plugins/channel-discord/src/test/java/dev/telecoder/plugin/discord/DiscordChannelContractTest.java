package dev.telecoder.plugin.discord;

import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.OutboundMessage;
import dev.telecoder.api.channel.Sender;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.testkit.ChannelContract;
import dev.telecoder.testkit.DiscordBody;
import dev.telecoder.testkit.FakeDiscord;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestOutboundMessage;
import java.time.Duration;
import java.util.List;

class DiscordChannelContractTest extends ChannelContract {

    private final FakeDiscord discord = FakeDiscord.start();
    private final Platform platform = new Played();

    @Override
    protected Channel channel() {
        return new DiscordChannel(TestContext.with("bot_token", FakeDiscord.TOKEN, "api_url", discord.url()));
    }

    @Override
    protected Platform platform() {
        return platform;
    }

    @Override
    protected OutboundMessage message(ChatAddress address, String text) {
        return TestOutboundMessage.of(address, text).withPart(new DiscordFormat().render(text).getFirst());
    }

    private final class Played implements Platform {

        @Override
        public ChatAddress chat() {
            return new ChatAddress("discord", "500", null);
        }

        @Override
        public Sender person() {
            return new Sender("7", "Anna");
        }

        @Override
        public String write(String text) {
            return "500/" + discord.write("500", null, "7", "Anna", text, JsonValue.object());
        }

        @Override
        public Delivered delivered(Duration limit) {
            FakeDiscord.Sent sent = discord.next(limit);
            return new Delivered(sent.channel() + "/" + sent.id(), new ChatAddress("discord", sent.channel(), null),
                    DiscordBody.visible(sent.body()));
        }

        @Override
        public void refuseCredentials() {
            discord.refuseToken();
        }

        @Override
        public void limit(Duration delay) {
            discord.limit(delay);
        }

        @Override
        public void loseConnection() {
            discord.cut();
        }

        @Override
        public void restoreConnection() {
            discord.restore();
        }

        @Override
        public List<String> secrets() {
            return List.of(FakeDiscord.TOKEN);
        }

        @Override
        public void close() {
            discord.close();
        }
    }
}

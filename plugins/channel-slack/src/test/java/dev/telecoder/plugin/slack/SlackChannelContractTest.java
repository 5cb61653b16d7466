package dev.telecoder.plugin.slack;

import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.OutboundMessage;
import dev.telecoder.api.channel.Sender;
import dev.telecoder.testkit.ChannelContract;
import dev.telecoder.testkit.FakeSlackSocketMode;
import dev.telecoder.testkit.SlackBody;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestOutboundMessage;
import java.time.Duration;
import java.util.List;

class SlackChannelContractTest extends ChannelContract {

    private final FakeSlackSocketMode slack = FakeSlackSocketMode.start();
    private final Platform platform = new Played();

    @Override
    protected Channel channel() {
        return new SlackChannel(TestContext.with("bot_token", FakeSlackSocketMode.BOT_TOKEN, "app_token",
                FakeSlackSocketMode.APP_TOKEN, "api_url", slack.url()));
    }

    @Override
    protected Platform platform() {
        return platform;
    }

    @Override
    protected OutboundMessage message(ChatAddress address, String text) {
        return TestOutboundMessage.of(address, text).withPart(new SlackFormat().render(text).getFirst());
    }

    private final class Played implements Platform {

        @Override
        public ChatAddress chat() {
            return new ChatAddress("slack", "D7", null);
        }

        @Override
        public Sender person() {
            return new Sender("U7", "Anna");
        }

        @Override
        public String write(String text) {
            slack.name("U7", "Anna");
            return "D7/" + slack.write("D7", "U7",
                    text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"), null);
        }

        @Override
        public Delivered delivered(Duration limit) {
            FakeSlackSocketMode.Sent sent = slack.next(limit);
            return new Delivered(sent.channel() + "/" + sent.ts(),
                    new ChatAddress("slack", sent.channel(), sent.thread()), SlackBody.visible(sent.body()));
        }

        @Override
        public void refuseCredentials() {
            slack.refuseTokens();
        }

        @Override
        public void limit(Duration delay) {
            slack.limit(delay);
        }

        @Override
        public void loseConnection() {
            slack.cut();
        }

        @Override
        public void restoreConnection() {
            slack.restore();
        }

        @Override
        public List<String> secrets() {
            return List.of(FakeSlackSocketMode.BOT_TOKEN, FakeSlackSocketMode.APP_TOKEN);
        }

        @Override
        public void close() {
            slack.close();
        }
    }
}

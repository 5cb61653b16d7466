package dev.telecoder.plugin.telegram;

import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.OutboundMessage;
import dev.telecoder.api.channel.Sender;
import dev.telecoder.testkit.ChannelContract;
import dev.telecoder.testkit.FakeTelegram;
import dev.telecoder.testkit.TelegramBody;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestOutboundMessage;
import java.time.Duration;
import java.util.List;

class TelegramChannelContractTest extends ChannelContract {

    private final FakeTelegram telegram = FakeTelegram.start();
    private final Platform platform = new Played();

    @Override
    protected Channel channel() {
        return new TelegramChannel(TestContext.with("bot_token", FakeTelegram.TOKEN, "api_url", telegram.url()));
    }

    @Override
    protected Platform platform() {
        return platform;
    }

    @Override
    protected OutboundMessage message(ChatAddress address, String text) {
        return TestOutboundMessage.of(address, text).withPart(new TelegramFormat().render(text).getFirst());
    }

    private final class Played implements Platform {

        @Override
        public ChatAddress chat() {
            return new ChatAddress("telegram", "7", null);
        }

        @Override
        public Sender person() {
            return new Sender("7", "Anna");
        }

        @Override
        public String write(String text) {
            return telegram.write(7, "Anna", text);
        }

        @Override
        public Delivered delivered(Duration limit) {
            FakeTelegram.Sent sent = telegram.next(limit);
            return new Delivered(sent.chat() + "/" + sent.messageId(),
                    new ChatAddress("telegram", sent.chat(), sent.thread()), TelegramBody.visible(sent.body()));
        }

        @Override
        public void refuseCredentials() {
            telegram.refuseToken();
        }

        @Override
        public void limit(Duration delay) {
            telegram.limit(delay);
        }

        @Override
        public void loseConnection() {
            telegram.cut();
        }

        @Override
        public void restoreConnection() {
            telegram.restore();
        }

        @Override
        public List<String> secrets() {
            return List.of(FakeTelegram.TOKEN);
        }

        @Override
        public void close() {
            telegram.close();
        }
    }
}

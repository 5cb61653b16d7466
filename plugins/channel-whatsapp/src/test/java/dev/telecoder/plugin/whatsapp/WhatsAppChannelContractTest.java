package dev.telecoder.plugin.whatsapp;

import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.OutboundMessage;
import dev.telecoder.api.channel.Sender;
import dev.telecoder.testkit.ChannelContract;
import dev.telecoder.testkit.FakeWhatsApp;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestOutboundMessage;
import dev.telecoder.testkit.WhatsAppBody;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

class WhatsAppChannelContractTest extends ChannelContract {

    private final FakeWhatsApp whatsApp = FakeWhatsApp.start();
    private final Platform platform = new Played();
    private @Nullable WhatsAppChannel last;

    @Override
    protected Channel channel() {
        WhatsAppChannel made = new WhatsAppChannel(TestContext.with("access_token", FakeWhatsApp.TOKEN,
                "phone_number_id", FakeWhatsApp.NUMBER, "app_secret", FakeWhatsApp.SECRET, "verify_token", "v",
                "api_url", whatsApp.url()));
        last = made;
        return made;
    }

    @Override
    protected Platform platform() {
        return platform;
    }

    @Override
    protected OutboundMessage message(ChatAddress address, String text) {
        return TestOutboundMessage.of(address, text).withPart(new WhatsAppFormat().render(text).getFirst());
    }

    private final class Played implements Platform {

        private int ids;

        @Override
        public ChatAddress chat() {
            return new ChatAddress("whatsapp", "972987654321", null);
        }

        @Override
        public Sender person() {
            return new Sender("972987654321", "Test Name");
        }

        @Override
        public String write(String text) {
            String id = "wamid.in" + ids++;
            WhatsAppChannel there = last;
            if (there == null || there.handle(Posted.signed(Posted.text(id, text))).status() != 202) {
                throw new IllegalStateException("The webhook did not take it.");
            }
            return id;
        }

        @Override
        public Delivered delivered(Duration limit) {
            FakeWhatsApp.Sent sent = whatsApp.next();
            return new Delivered(sent.id(), new ChatAddress("whatsapp", sent.body().get("to").text(), null),
                    WhatsAppBody.visible(sent.body()));
        }

        @Override
        public void refuseCredentials() {
            whatsApp.refuseToken();
        }

        @Override
        public void limit(Duration delay) {
            whatsApp.limit(delay);
        }

        @Override
        public boolean holdsConnection() {
            return false;
        }

        @Override
        public void loseConnection() {
            throw new UnsupportedOperationException("WhatsApp only calls back.");
        }

        @Override
        public void restoreConnection() {
            throw new UnsupportedOperationException("WhatsApp only calls back.");
        }

        @Override
        public List<String> secrets() {
            return List.of(FakeWhatsApp.TOKEN, FakeWhatsApp.SECRET);
        }

        @Override
        public void close() {
            whatsApp.close();
        }
    }
}

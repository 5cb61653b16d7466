package dev.telecoder.checks.soak;

import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.plugin.whatsapp.WhatsAppChannel;
import dev.telecoder.plugin.whatsapp.WhatsAppFormat;
import dev.telecoder.testkit.FakeWhatsApp;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.WhatsAppBody;
import java.time.Duration;
import java.util.List;

/** Chats with people on WhatsApp, by its webhook. */
final class OnWhatsApp implements Platform {

    private final FakeWhatsApp fake = FakeWhatsApp.start();
    private final WhatsAppChannel channel = new WhatsAppChannel(TestContext.with("access_token", FakeWhatsApp.TOKEN,
            "phone_number_id", FakeWhatsApp.NUMBER, "app_secret", FakeWhatsApp.SECRET, "api_url", fake.url()));
    private final Posting posting = new Posting(channel);
    private int ids;
    private int lost;

    @Override
    public Channel channel() {
        return channel;
    }

    @Override
    public MessageFormat format() {
        return new WhatsAppFormat();
    }

    @Override
    public String write(int chat, String text) {
        String from = String.valueOf(972_000_000L + chat);
        String id = "wamid.in" + ids++;
        posting.post(() -> FakeWhatsApp.written(from, "Anna", id, text));
        return from;
    }

    @Override
    public boolean repeat() {
        posting.again();
        return true;
    }

    @Override
    public void limit() {
        fake.limit(Duration.ofSeconds(1));
    }

    @Override
    public void cut(SoakBed bed) {
        lost = fake.lost();
        fake.cut();
    }

    @Override
    public void restore(SoakBed bed) {
        Posting.met(bed, fake::lost, lost);
        fake.restore();
        posting.retry();
    }

    @Override
    public int answered() {
        return fake.sent().size();
    }

    @Override
    public List<Reply> replies() {
        return fake.sent().stream()
                .map(sent -> new Reply(sent.body().get("to").text(), WhatsAppBody.visible(sent.body()))).toList();
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

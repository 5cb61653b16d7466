package dev.telecoder.checks.soak;

import dev.telecoder.plugin.whatsapp.WhatsAppChannel;
import dev.telecoder.plugin.whatsapp.WhatsAppFormat;
import dev.telecoder.testkit.FakeWhatsApp;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.WhatsAppBody;
import java.util.List;

/** Chats with people on WhatsApp, by its webhook. */
final class OnWhatsApp extends Hooked {

    private final FakeWhatsApp fake;

    OnWhatsApp() {
        this(FakeWhatsApp.start());
    }

    private OnWhatsApp(FakeWhatsApp fake) {
        super(new WhatsAppChannel(TestContext.with("access_token", FakeWhatsApp.TOKEN, "phone_number_id",
                FakeWhatsApp.NUMBER, "app_secret", FakeWhatsApp.SECRET, "api_url", fake.url())),
                new WhatsAppFormat(), new Faults(fake::cut, fake::restore, fake::limit, fake::refused, fake::close),
                fake::lost);
        this.fake = fake;
    }

    @Override
    public String write(int chat, String text) {
        String from = String.valueOf(972_000_000L + chat);
        String id = "wamid.in" + id();
        post(() -> FakeWhatsApp.written(from, "Anna", id, text));
        return from;
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
}

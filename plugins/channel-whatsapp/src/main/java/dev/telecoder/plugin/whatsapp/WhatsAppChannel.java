package dev.telecoder.plugin.whatsapp;

import dev.telecoder.api.Configured;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.Attachment;
import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.channel.ChannelProfile;
import dev.telecoder.api.channel.ChannelProfile.LengthUnit;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.FileSender;
import dev.telecoder.api.channel.InboundMessage;
import dev.telecoder.api.channel.Inbox;
import dev.telecoder.api.channel.OutboundMessage;
import dev.telecoder.api.channel.Reactor;
import dev.telecoder.api.channel.TypingIndicator;
import dev.telecoder.api.http.WebhookHandler;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.channel.Lanes;
import dev.telecoder.support.channel.Signatures;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A business number on WhatsApp: hears at {@code /hooks/channel-whatsapp/events}, speaks by the Cloud API. Any number of threads may
 * use it.
 */
@Extension
@Configured(value = "channels.whatsapp", settings = WhatsAppConfig.class)
public final class WhatsAppChannel implements Channel, WebhookHandler, TypingIndicator, FileSender, Reactor {

    static final String ID = "whatsapp";

    private static final Logger LOG = LoggerFactory.getLogger(WhatsAppChannel.class);
    /** What WhatsApp takes as a document, of what we send; the rest goes as plain text if it is text. */
    private static final Set<String> DOCUMENTS = Set.of("text/plain", "application/pdf", "image/png", "image/jpeg");

    private final WhatsAppConfig config;
    private final GraphApi api;
    private final Incoming incoming;
    private final Json json;
    private final Window window;
    private final Lanes lanes = new Lanes();
    private volatile @Nullable Inbox running;

    /**
     * Made by the host when the section is there.
     *
     * @param context the host's part
     */
    public WhatsAppChannel(PluginContext context) {
        this.config = context.config(WhatsAppConfig.class);
        this.json = context.json();
        this.api = new GraphApi(context.http(), json, config);
        this.incoming = new Incoming(api);
        this.window = new Window(context.clock(), new Kept(context.dataDirectory(), json));
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public ChannelProfile profile() {
        return ChannelProfile.builder(WhatsAppFormat.LONGEST, LengthUnit.UTF16).buttons().files().build();
    }

    @Override
    public void start(Inbox inbox) {
        try {
            api.number();
        } catch (PluginException e) {
            if (e.failure() != Failure.REJECTED) {
                throw e;
            }
            LOG.warn("WhatsApp does not show the number, which may still be used: {}", e.getMessage());
        }
        running = inbox;
    }

    @Override
    public void stop() {
        running = null;
        window.keep();
    }

    @Override
    public Receipt send(OutboundMessage message) {
        ChatAddress to = message.address();
        String text = message.part().body().get("text").get("body").findText().orElse(message.part().plainText());
        if (config.template() != null && window.isClosed(to.chat())) {
            return template(to, message.part().plainText());
        }
        try {
            Receipt receipt = said(message, to, text);
            window.sent(receipt.messageId(), to.chat(), message.part().plainText());
            return receipt;
        } catch (PluginException e) {
            if (config.template() == null || !(e.getCause() instanceof GraphApi.WindowClosedSignal)) {
                throw e;
            }
            return template(to, message.part().plainText());
        }
    }

    private Receipt said(OutboundMessage message, ChatAddress to, String text) {
        boolean asks = !message.choices().isEmpty() && message.choices().size() <= Outgoing.MOST_ROWS;
        if (asks && text.length() <= Outgoing.LONGEST_QUESTION) {
            return post(inReply(Outgoing.to(to, "interactive"), message)
                    .put("interactive", Outgoing.question(text, message.choices())));
        }
        JsonValue.ObjectBuilder body = inReply(Outgoing.to(to, "text"), message).put("text",
                JsonValue.object().put("body", text).put("preview_url", false).build());
        Receipt receipt = post(body);
        return asks ? post(Outgoing.to(to, "interactive")
                .put("interactive", Outgoing.question("Your answer?", message.choices()))) : receipt;
    }

    private static JsonValue.ObjectBuilder inReply(JsonValue.ObjectBuilder body, OutboundMessage message) {
        return body.putIfPresent("context", message.replyTo()
                .map(id -> JsonValue.object().put("message_id", id).build()).orElse(null));
    }

    private Receipt template(ChatAddress to, String text) {
        return post(Outgoing.to(to, "template").put("template", Outgoing.template(String.valueOf(config.template()),
                String.valueOf(config.templateLanguage()), text)));
    }

    private Receipt post(JsonValue.ObjectBuilder body) {
        JsonValue sent = api.send(body.build()).get("messages").items().stream().findFirst().orElse(JsonValue.NULL);
        return new Receipt(sent.get("id").text());
    }

    @Override
    public Receipt sendFile(ChatAddress address, Attachment file) {
        String type = DOCUMENTS.contains(file.mediaType()) || !isText(file.mediaType()) ? file.mediaType()
                : "text/plain";
        String id = api.upload(file.name(), type, file.bytes());
        return post(Outgoing.to(address, "document").put("document",
                JsonValue.object().put("id", id).put("filename", file.name()).build()));
    }

    private static boolean isText(String mediaType) {
        return mediaType.startsWith("text/") || Set.of("application/json", "application/xml").contains(mediaType);
    }

    @Override
    public void react(ChatAddress address, String messageId, String emoji) {
        post(Outgoing.to(address, "reaction").put("reaction",
                JsonValue.object().put("message_id", messageId).put("emoji", emoji).build()));
    }

    @Override
    public void typing(ChatAddress address) {
        Window.Heard last = window.last(address.chat());
        if (last != null) {
            api.send(read(last.messageId()).put("typing_indicator", JsonValue.object().put("type", "text").build())
                    .build());
        }
    }

    private static JsonValue.ObjectBuilder read(String messageId) {
        return JsonValue.object().put("messaging_product", "whatsapp").put("status", "read")
                .put("message_id", messageId);
    }

    @Override
    public String path() {
        return "events";
    }

    @Override
    public Response handle(Request request) {
        if (request.method().equals("GET")) {
            return verified(request);
        }
        if (config.appSecret() == null) {
            return Response.of(404, "");
        }
        byte[] body = request.body();
        if (!Signatures.equal("sha256=" + Signatures.hmacSha256(config.appSecret().reveal(), "", body),
                request.header("X-Hub-Signature-256").orElse(""))) {
            return Response.unauthorized();
        }
        JsonValue update;
        try {
            update = json.parse(new String(body, StandardCharsets.UTF_8));
        } catch (PluginException e) {
            return Response.unreadable();
        }
        if (!(update.get("entry") instanceof JsonValue.JsonArray)) {
            return Response.unreadable();
        }
        Inbox here = running;
        return here == null ? Response.of(503, "") : taken(update, here);
    }

    /** Meta asks once, when the webhook is set, and wants its own words back. */
    private Response verified(Request request) {
        if (config.verifyToken() == null) {
            return Response.of(404, "");
        }
        boolean right = request.query("hub.mode").orElse("").equals("subscribe") && Signatures
                .equal(config.verifyToken().reveal(), request.query("hub.verify_token").orElse(""));
        Optional<String> challenge = request.query("hub.challenge");
        if (!right) {
            return Response.unauthorized();
        }
        return challenge.isEmpty() ? Response.unreadable()
                : Response.of(200, challenge.get()).withHeader("content-type", "text/plain; charset=utf-8");
    }

    private Response taken(JsonValue update, Inbox here) {
        boolean seen = false;
        boolean other = false;
        for (JsonValue entry : update.get("entry").items()) {
            for (JsonValue change : entry.get("changes").items()) {
                JsonValue value = change.get("value");
                String number = value.get("metadata").get("phone_number_id").text();
                if (!number.isEmpty() && !number.equals(config.number())) {
                    continue; // the app's other numbers have a host of their own
                }
                for (JsonValue message : value.get("messages").items()) {
                    boolean again = take(message, value, here);
                    seen |= again;
                    other |= !again;
                }
                value.get("statuses").items().forEach(this::status);
            }
        }
        lanes.run("window", window::keep); // what came meanwhile is written by one
        return seen && !other ? Response.seenBefore() : Response.accepted();
    }

    /** Whether the message was known. */
    private boolean take(JsonValue update, JsonValue value, Inbox here) {
        Optional<InboundMessage> message = incoming.message(update, value);
        if (message.isEmpty()) {
            return false;
        }
        String chat = message.get().address().chat();
        Inbox.Taken taken = here.receive(message.get());
        if (taken.state() == Inbox.Taken.State.SEEN) {
            return true;
        }
        window.heard(chat, message.get().id(), message.get().sentAt());
        if (taken.state() == Inbox.Taken.State.TAKEN) {
            later(chat, () -> api.send(read(message.get().id()).build()));
        } else if (!taken.notice().isEmpty() && message.get().direct()) {
            later(chat, () -> post(Outgoing.to(message.get().address(), "text").put("text",
                    JsonValue.object().put("body", taken.notice()).put("preview_url", false).build())));
        }
        return false;
    }

    /** Meta waits for the answer to its own request, so what is not needed for it comes behind. */
    private void later(String chat, Runnable call) {
        lanes.run(chat, () -> {
            try {
                call.run();
            } catch (PluginException e) {
                LOG.warn("Something small could not be said on WhatsApp: {}", e.getMessage());
            }
        });
    }

    private void status(JsonValue status) {
        if (!status.get("status").text().equals("failed")) {
            return;
        }
        List<JsonValue> errors = status.get("errors").items();
        JsonValue error = errors.isEmpty() ? JsonValue.NULL : errors.getFirst();
        Optional<Window.Sent> sent = window.take(status.get("id").text());
        if (error.get("code").asInt(0) == GraphApi.WINDOW_CLOSED && config.template() != null && sent.isPresent()) {
            later(sent.get().chat(),
                    () -> template(new ChatAddress(ID, sent.get().chat(), null), sent.get().text()));
            return;
        }
        LOG.warn("WhatsApp did not deliver a message (code {}): {}", error.get("code").text(),
                error.get("error_data").get("details").findText().orElse(error.get("title").text()));
    }
}

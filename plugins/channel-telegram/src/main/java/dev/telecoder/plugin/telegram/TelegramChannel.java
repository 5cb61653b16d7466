package dev.telecoder.plugin.telegram;

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
import dev.telecoder.api.channel.MessageEditor;
import dev.telecoder.api.channel.OutboundMessage;
import dev.telecoder.api.channel.Reactor;
import dev.telecoder.api.channel.TypingIndicator;
import dev.telecoder.api.http.WebhookHandler;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.channel.ChatCommand;
import dev.telecoder.support.channel.Multipart;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bot on Telegram: asks for updates, or takes them at {@code /hooks/channel-telegram/updates}. Any number of threads may
 * use it.
 */
@Extension
@Configured(value = "channels.telegram", settings = TelegramConfig.class)
public final class TelegramChannel
        implements Channel, WebhookHandler, MessageEditor, TypingIndicator, FileSender, Reactor {

    static final String ID = "telegram";

    private static final Logger LOG = LoggerFactory.getLogger(TelegramChannel.class);

    private final TelegramConfig config;
    private final BotApi api;
    private final Json json;
    private final Clock clock;
    private volatile @Nullable Polling polling;
    private volatile @Nullable Running running;

    /** What is there from start to stop. */
    private record Running(Inbox inbox, Updates updates) {}

    /**
     * Made by the host when the section is there.
     *
     * @param context the host's part
     */
    public TelegramChannel(PluginContext context) {
        this.config = context.config(TelegramConfig.class);
        this.json = context.json();
        this.clock = context.clock();
        this.api = new BotApi(context.http(), json, config);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public ChannelProfile profile() {
        return ChannelProfile.builder(TelegramFormat.LONGEST, LengthUnit.UTF16).buttons().threads().files().build();
    }

    @Override
    public void start(Inbox inbox) {
        Running started = new Running(inbox, new Updates(api, api.call("getMe", JsonValue.object().build())));
        registerCommands();
        running = started;
        if (config.mode() == TelegramConfig.Mode.POLLING) {
            // As long as there is a webhook, Telegram answers no question for updates.
            api.call("deleteWebhook", JsonValue.object().put("drop_pending_updates", false).build());
            Polling asking = new Polling(api, update -> take(update, started), inbox, clock);
            polling = asking;
            asking.start();
        }
    }

    private void registerCommands() {
        try {
            api.call("setMyCommands", JsonValue.object().put("commands", ChatCommand.all().stream()
                    .map(command -> JsonValue.object().put("command", command.name())
                            .put("description", command.description()).build())
                    .toList()).build());
        } catch (PluginException e) {
            if (e.failure() == Failure.AUTHENTICATION) {
                throw e;
            }
            LOG.warn("The commands could not be registered, so Telegram does not list them: {}", e.getMessage());
        }
    }

    @Override
    public void stop() {
        running = null;
        Polling asking = polling;
        polling = null;
        if (asking != null) {
            asking.close();
        }
    }

    private void take(JsonValue update, Running here) {
        Optional<InboundMessage> message = here.updates().message(update);
        if (message.isEmpty() || running != here) {
            return;
        }
        Inbox.Taken taken = here.inbox().receive(message.get());
        if (message.get().picked().isPresent()) {
            answer(update.get("callback_query").get("id").text(), taken.notice());
        }
    }

    /** Ends the little clock on the button, and tells the one who pressed, alone, why it had no effect. */
    private void answer(String press, String notice) {
        try {
            JsonValue.ObjectBuilder answer = JsonValue.object().put("callback_query_id", press);
            if (!notice.isEmpty()) {
                answer.put("text", notice.length() > 200 ? notice.substring(0, 199) + "…" : notice)
                        .put("show_alert", true);
            }
            api.call("answerCallbackQuery", answer.build());
        } catch (PluginException e) {
            LOG.debug("A press could not be answered: {}", e.getMessage()); // after some seconds nobody waits for it
        }
    }

    @Override
    public Receipt send(OutboundMessage message) {
        JsonValue.ObjectBuilder body = to(message.address());
        message.replyTo().map(TelegramChannel::number).ifPresent(id -> body.put("reply_parameters",
                JsonValue.object().put("message_id", id).put("allow_sending_without_reply", true).build()));
        return receipt(said("sendMessage", body, message));
    }

    @Override
    public void edit(String messageId, OutboundMessage replacement) {
        JsonValue.ObjectBuilder body = JsonValue.object().put("chat_id", chat(replacement.address()))
                .put("message_id", number(messageId));
        try {
            said("editMessageText", body, replacement);
        } catch (PluginException e) {
            if (!String.valueOf(e.getMessage()).contains("message is not modified")) {
                throw e;
            }
        }
    }

    /** Says it with its marks; if Telegram cannot read them, without: a message is not lost for the look of it. */
    private JsonValue said(String method, JsonValue.ObjectBuilder body, OutboundMessage message) {
        message.part().body().members().forEach(body::put);
        body.put("link_preview_options", JsonValue.object().put("is_disabled", true).build());
        if (!message.choices().isEmpty()) {
            body.put("reply_markup", JsonValue.object().put("inline_keyboard", rows(message.choices())).build());
        }
        JsonValue marked = body.build();
        try {
            return api.call(method, marked);
        } catch (PluginException e) {
            if (!String.valueOf(e.getMessage()).contains("can't parse entities")) {
                throw e;
            }
            LOG.warn("Telegram could not read the marks of a message, which is sent without them: {}", e.getMessage());
            JsonValue.ObjectBuilder plain = JsonValue.object();
            marked.members().forEach((name, value) -> {
                if (!name.equals("parse_mode")) {
                    plain.put(name, value);
                }
            });
            return api.call(method, plain.put("text", message.part().plainText()).build());
        }
    }

    /** Short answers stand in one row, as on a phone they fit there. */
    private static List<JsonValue> rows(List<OutboundMessage.Choice> choices) {
        boolean oneRow = choices.size() <= 4 && choices.stream().mapToInt(c -> c.label().length()).sum() <= 40;
        List<JsonValue> buttons = choices.stream().map(choice -> JsonValue.object().put("text", choice.label())
                .put("callback_data", choice.id()).build()).toList();
        return oneRow ? List.of(JsonValue.array(buttons))
                : buttons.stream().map(button -> JsonValue.array(List.of(button))).toList();
    }

    @Override
    public void typing(ChatAddress address) {
        api.call("sendChatAction", to(address).put("action", "typing").build());
    }

    @Override
    public Receipt sendFile(ChatAddress address, Attachment file) {
        Multipart form = new Multipart().field("chat_id", address.chat());
        if (address.thread() != null) {
            form.field("message_thread_id", address.thread());
        }
        return receipt(api.upload("sendDocument",
                form.file("document", file.name(), file.mediaType(), file.bytes())));
    }

    @Override
    public void react(ChatAddress address, String messageId, String emoji) {
        api.call("setMessageReaction", JsonValue.object().put("chat_id", chat(address))
                .put("message_id", number(messageId))
                .put("reaction", List.of(JsonValue.object().put("type", "emoji").put("emoji", emoji).build()))
                .build());
    }

    private static JsonValue.ObjectBuilder to(ChatAddress address) {
        return JsonValue.object().put("chat_id", chat(address)).putIfPresent("message_thread_id",
                address.thread() == null ? null : number(address.thread()));
    }

    /** A number, or a name such as {@code @releases} that the owner wrote into the settings. */
    private static Object chat(ChatAddress address) {
        return address.chat().matches("-?\\d{1,18}") ? (Object) Long.valueOf(address.chat()) : address.chat();
    }

    private static long number(String id) {
        String digits = id.substring(id.lastIndexOf('/') + 1);
        if (!digits.matches("\\d{1,18}")) {
            throw PluginException.of(Failure.REJECTED, "\"" + id + "\" is no id of a message or a topic on Telegram.");
        }
        return Long.parseLong(digits);
    }

    private static Receipt receipt(JsonValue sent) {
        return new Receipt(Updates.id(sent.get("chat").get("id").text(), sent));
    }

    @Override
    public String path() {
        return "updates";
    }

    @Override
    public Response handle(Request request) {
        if (config.mode() != TelegramConfig.Mode.WEBHOOK || config.webhookSecret() == null) {
            return Response.of(404, "");
        }
        byte[] wanted = config.webhookSecret().reveal().getBytes(StandardCharsets.UTF_8);
        byte[] given = request.header("X-Telegram-Bot-Api-Secret-Token").orElse("").getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(wanted, given)) {
            return Response.unauthorized();
        }
        JsonValue update;
        try {
            update = json.parse(new String(request.body(), StandardCharsets.UTF_8));
        } catch (PluginException e) {
            return Response.unreadable();
        }
        if (!(update.get("update_id") instanceof JsonValue.JsonNumber)) {
            return Response.unreadable();
        }
        Running here = running;
        if (here == null) {
            return Response.of(503, "");
        }
        take(update, here);
        return Response.accepted();
    }
}

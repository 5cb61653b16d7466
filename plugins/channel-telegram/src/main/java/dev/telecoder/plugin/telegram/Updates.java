package dev.telecoder.plugin.telegram;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.Attachment;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.InboundMessage;
import dev.telecoder.api.channel.Sender;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.channel.MediaTypes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes messages of Telegram's updates. Safe for many threads. */
final class Updates {

    private static final Logger LOG = LoggerFactory.getLogger(Updates.class);

    private final BotApi api;
    private final long botId;
    private final String botName;

    Updates(BotApi api, JsonValue me) {
        this.api = api;
        this.botId = me.get("id").asLong(0);
        this.botName = me.get("username").text();
    }

    /** The chat an update belongs to: what happens in one is handed on in order. */
    static String chat(JsonValue update) {
        JsonValue message = update.get("message");
        return (message.isNull() ? update.get("callback_query").get("message") : message).get("chat").get("id").text();
    }

    Optional<InboundMessage> message(JsonValue update) {
        JsonValue pressed = update.get("callback_query");
        if (!pressed.isNull()) {
            return press(pressed);
        }
        JsonValue message = update.get("message");
        JsonValue from = message.get("from");
        if (message.isNull() || from.isNull() || from.get("id").asLong(0) == botId) {
            return Optional.empty();
        }
        String chat = message.get("chat").get("id").text();
        boolean direct = message.get("chat").get("type").text().equals("private");
        String text = message.get("text").findText().orElse(message.get("caption").text());
        List<JsonValue> entities =
                (message.get("text").isNull() ? message.get("caption_entities") : message.get("entities")).items();
        JsonValue replied = message.get("reply_to_message");
        boolean ofTopic = replied.get("message_id").equals(message.get("message_thread_id"));
        boolean mentioned = direct || replied.get("from").get("id").asLong(0) == botId && !ofTopic
                || entities.stream().anyMatch(entity -> isMe(entity, text));
        List<String> missing = new ArrayList<>();
        List<Attachment> files = files(message, missing);
        String whole = withoutMe(text, entities) + (missing.isEmpty() ? "" : "\n" + String.join("\n", missing));
        InboundMessage.Builder made = InboundMessage.builder(id(chat, message), address(message), sender(from),
                Instant.ofEpochSecond(message.get("date").asLong(0))).text(whole.strip()).direct(direct)
                .attachments(files);
        if (mentioned) {
            made.addressedToBot(true);
        }
        if (!replied.isNull() && !ofTopic) {
            made.replyTo(id(chat, replied));
        }
        return Optional.of(made.build());
    }

    private static Optional<InboundMessage> press(JsonValue pressed) {
        JsonValue message = pressed.get("message");
        if (message.isNull() || pressed.get("data").isNull()) {
            return Optional.empty();
        }
        String chat = message.get("chat").get("id").text();
        return Optional.of(InboundMessage.builder("press/" + pressed.get("id").text(), address(message),
                sender(pressed.get("from")), Instant.ofEpochSecond(message.get("date").asLong(0)))
                .direct(message.get("chat").get("type").text().equals("private"))
                .picked(id(chat, message), pressed.get("data").text()).build());
    }

    /** Message ids count within a chat, ours must be unique in the channel. */
    static String id(String chat, JsonValue message) {
        return chat + "/" + message.get("message_id").text();
    }

    private static ChatAddress address(JsonValue message) {
        boolean topic = message.get("is_topic_message").asBoolean(false);
        return new ChatAddress(TelegramChannel.ID, message.get("chat").get("id").text(),
                topic ? message.get("message_thread_id").text() : null);
    }

    private static Sender sender(JsonValue from) {
        String name = (from.get("first_name").text() + " " + from.get("last_name").text()).strip();
        return new Sender(from.get("id").text(), name.isEmpty() ? from.get("username").text() : name,
                from.get("is_bot").asBoolean(false));
    }

    /** Whether an entity of a text means this bot: a mention, or a command that names no other bot. */
    private boolean isMe(JsonValue entity, String text) {
        String said = part(entity, text);
        return switch (entity.get("type").text()) {
            case "mention" -> said.equalsIgnoreCase("@" + botName);
            case "text_mention" -> entity.get("user").get("id").asLong(0) == botId;
            case "bot_command" -> !said.contains("@") || said.toLowerCase(Locale.ROOT)
                    .endsWith("@" + botName.toLowerCase(Locale.ROOT));
            default -> false;
        };
    }

    private static String part(JsonValue entity, String text) {
        int begin = Math.clamp(entity.get("offset").asInt(0), 0, text.length());
        int end = Math.clamp((long) begin + entity.get("length").asInt(0), begin, text.length());
        return text.substring(begin, end);
    }

    private String withoutMe(String text, List<JsonValue> entities) {
        StringBuilder left = new StringBuilder(text);
        for (JsonValue entity : entities.reversed()) {
            String said = part(entity, text);
            if (isMe(entity, text) && said.contains("@") || entity.get("type").text().equals("text_mention")
                    && isMe(entity, text)) {
                int begin = entity.get("offset").asInt(0);
                int kept = said.startsWith("/") ? said.indexOf('@') : 0;
                left.delete(begin + kept, begin + said.length());
            }
        }
        return left.toString();
    }

    private List<Attachment> files(JsonValue message, List<String> missing) {
        List<Attachment> files = new ArrayList<>();
        List<JsonValue> sizes = message.get("photo").items();
        if (!sizes.isEmpty()) {
            fetch(sizes.getLast(), "photo", files, missing);
        }
        for (String kind : List.of("document", "voice", "audio", "video", "video_note")) {
            if (!message.get(kind).isNull()) {
                fetch(message.get(kind), kind, files, missing);
            }
        }
        return files;
    }

    private void fetch(JsonValue file, String kind, List<Attachment> files, List<String> missing) {
        String name = file.get("file_name").findText().orElse(kind);
        try {
            byte[] bytes = api.download(file.get("file_id").text());
            String type = MediaTypes.of(bytes, name);
            String ending = type.substring(type.indexOf('/') + 1).replaceAll("^x-|\\W.*", "");
            files.add(new Attachment(name.contains(".") ? name : name + "." + ending, type, bytes));
        } catch (PluginException e) {
            LOG.warn("A file on Telegram could not be fetched: {}", e.getMessage());
            missing.add("[file " + name + " could not be fetched: " + e.getMessage() + "]");
        }
    }
}

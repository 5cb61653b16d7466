package dev.telecoder.plugin.discord;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.Attachment;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.InboundMessage;
import dev.telecoder.api.channel.Sender;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.channel.MediaTypes;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes messages of what Discord tells. Safe for many threads. */
final class Incoming {

    private static final Logger LOG = LoggerFactory.getLogger(Incoming.class);

    private final RestApi api;
    private final Clock clock;
    private final String botId;
    /** A thread is a channel of its own; here is which one it belongs to, or the channel itself. */
    private final Map<String, String> parents = new ConcurrentHashMap<>();

    Incoming(RestApi api, Clock clock, String botId) {
        this.api = api;
        this.clock = clock;
        this.botId = botId;
    }

    Optional<InboundMessage> message(JsonValue message) {
        JsonValue author = message.get("author");
        int type = message.get("type").asInt(0);
        if (author.get("id").text().isEmpty() || author.get("id").text().equals(botId)
                || !message.get("webhook_id").isNull() || type != 0 && type != 19) {
            return Optional.empty();
        }
        boolean direct = message.get("guild_id").isNull();
        String channel = message.get("channel_id").text();
        JsonValue replied = message.get("message_reference").get("message_id");
        boolean mentioned = message.get("mentions").items().stream()
                .anyMatch(user -> user.get("id").text().equals(botId))
                || message.get("referenced_message").get("author").get("id").text().equals(botId);
        List<String> missing = new ArrayList<>();
        List<Attachment> files = files(message, missing);
        String text = text(message) + (missing.isEmpty() ? "" : "\n" + String.join("\n", missing));
        InboundMessage.Builder made = InboundMessage.builder(channel + "/" + message.get("id").text(),
                address(channel, direct), sender(author, message.get("member")), time(message.get("timestamp")))
                .text(text.strip()).addressedToBot(mentioned).direct(direct).attachments(files);
        if (!replied.isNull()) {
            made.replyTo(channel + "/" + replied.text());
        }
        return Optional.of(made.build());
    }

    /** The press of a button, or a command; empty for what we did not offer. */
    Optional<InboundMessage> interaction(JsonValue interaction) {
        boolean direct = interaction.get("guild_id").isNull();
        String channel = interaction.get("channel_id").text();
        JsonValue user = direct ? interaction.get("user") : interaction.get("member").get("user");
        if (user.get("id").isNull() || channel.isEmpty()) {
            return Optional.empty();
        }
        InboundMessage.Builder made = InboundMessage.builder("interaction/" + interaction.get("id").text(),
                address(channel, direct), sender(user, interaction.get("member")), clock.instant())
                .addressedToBot(true).direct(direct);
        JsonValue data = interaction.get("data");
        return switch (interaction.get("type").asInt(0)) {
            case 2 -> {
                StringBuilder text = new StringBuilder("/").append(data.get("name").text());
                data.get("options").items().forEach(option -> text.append(' ').append(option.get("value").text()));
                yield Optional.of(made.text(text.toString()).build());
            }
            case 3 -> Optional.of(made.picked(channel + "/" + interaction.get("message").get("id").text(),
                    data.get("custom_id").text()).build());
            default -> Optional.empty();
        };
    }

    private ChatAddress address(String channel, boolean direct) {
        String parent = direct ? channel : parent(channel);
        return new ChatAddress(DiscordChannel.ID, parent, parent.equals(channel) ? null : channel);
    }

    private String parent(String channel) {
        String known = parents.get(channel);
        if (known != null) {
            return known;
        }
        try {
            note(api.call("GET", "/channels/" + channel, null));
        } catch (PluginException e) {
            if (e.failure() == Failure.UNAVAILABLE || e.failure() == Failure.RATE_LIMITED) {
                throw e; // without it the message would be put where it does not belong; Discord tells it again
            }
            LOG.debug("Whether {} is a thread is not known: {}", channel, e.getMessage());
        }
        return parents.getOrDefault(channel, channel);
    }

    /** Learns what a channel is. */
    void note(JsonValue channel) {
        String id = channel.get("id").text();
        boolean thread = channel.get("type").asInt(0) >= 10 && channel.get("type").asInt(0) <= 12;
        String parent = channel.get("parent_id").text();
        if (!id.isEmpty()) {
            parents.put(id, thread && !parent.isEmpty() ? parent : id);
        }
    }

    private static Sender sender(JsonValue user, JsonValue member) {
        String name = member.get("nick").findText().or(() -> user.get("global_name").findText())
                .orElse(user.get("username").text());
        return new Sender(user.get("id").text(), name, user.get("bot").asBoolean(false));
    }

    private Instant time(JsonValue timestamp) {
        try {
            return OffsetDateTime.parse(timestamp.text()).toInstant();
        } catch (DateTimeParseException e) {
            return clock.instant();
        }
    }

    private String text(JsonValue message) {
        String text = message.get("content").text().replaceAll("<@!?" + botId + ">[ ]?", "");
        for (JsonValue user : message.get("mentions").items()) {
            String name = user.get("global_name").findText().orElse(user.get("username").text());
            text = text.replaceAll("<@!?" + user.get("id").text() + ">",
                    Matcher.quoteReplacement("@" + name));
        }
        return text.replaceAll("<a?(:\\w+:)\\d+>", "$1");
    }

    private List<Attachment> files(JsonValue message, List<String> missing) {
        List<Attachment> files = new ArrayList<>();
        for (JsonValue file : message.get("attachments").items()) {
            String name = file.get("filename").findText().orElse("file");
            @Nullable String failed = null;
            try {
                byte[] bytes = api.download(file.get("url").text());
                files.add(new Attachment(name, MediaTypes.of(bytes, name), bytes));
            } catch (PluginException | IllegalArgumentException e) {
                failed = String.valueOf(e.getMessage());
            }
            if (failed != null) {
                LOG.warn("A file on Discord could not be fetched: {}", failed);
                missing.add("[file " + name + " could not be fetched: " + failed + "]");
            }
        }
        return files;
    }
}

package dev.telecoder.plugin.slack;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.Attachment;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.InboundMessage;
import dev.telecoder.api.channel.Sender;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.channel.ChatCommand;
import dev.telecoder.support.channel.MediaTypes;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes messages of Slack's events, presses and slash commands. A mention comes as {@code message} and as
 * {@code app_mention}: both become the same message, which the inbox takes once. Safe for many threads.
 */
final class Events {

    private static final Logger LOG = LoggerFactory.getLogger(Events.class);
    private static final Set<String> SUBTYPES = Set.of("", "file_share", "thread_broadcast", "me_message");

    private final WebApi api;
    private final Clock clock;
    private final String botUser;
    private final Map<String, String> names = new ConcurrentHashMap<>();

    Events(WebApi api, Clock clock, JsonValue me) {
        this.api = api;
        this.clock = clock;
        this.botUser = me.get("user_id").text();
    }

    /** The chat an event, a press or a command belongs to. */
    static String chat(JsonValue payload) {
        return payload.get("event").get("channel").findText()
                .or(() -> payload.get("container").get("channel_id").findText())
                .or(() -> payload.get("channel_id").findText()).orElse("");
    }

    Optional<InboundMessage> message(JsonValue payload) {
        if (payload.get("type").text().equals("block_actions")) {
            return press(payload);
        } else if (!payload.get("command").isNull()) {
            return Optional.of(command(payload));
        }
        JsonValue event = payload.get("event");
        boolean spoken = Set.of("message", "app_mention").contains(event.get("type").text())
                && SUBTYPES.contains(event.get("subtype").text());
        String user = event.get("user").text();
        if (!spoken || user.isEmpty() || user.equals(botUser) || !event.get("bot_id").isNull()) {
            return Optional.empty();
        }
        String channel = event.get("channel").text();
        boolean direct = event.get("channel_type").text().equals("im") || channel.startsWith("D");
        String raw = event.get("text").text();
        List<String> missing = new ArrayList<>();
        List<Attachment> files = files(event, missing);
        String text = Spoken.of(raw.replaceAll("<@" + botUser + "(\\|[^>]*)?>[ ]?", ""), this::name).strip();
        String whole = asCommand(text) + (missing.isEmpty() ? "" : "\n" + String.join("\n", missing));
        String thread = event.get("thread_ts").findText().orElse(direct ? null : event.get("ts").text());
        boolean meant = event.get("type").text().equals("app_mention") || raw.contains("<@" + botUser)
                || event.get("parent_user_id").text().equals(botUser);
        InboundMessage.Builder made = InboundMessage.builder(channel + "/" + event.get("ts").text(),
                new ChatAddress(SlackChannel.ID, channel, thread), new Sender(user, name(user)),
                time(event.get("ts").text())).text(whole.strip()).addressedToBot(meant).direct(direct)
                .attachments(files);
        return Optional.of(made.build());
    }

    /** As Slack keeps what begins with a slash to itself, our commands may begin with an exclamation mark. */
    private static String asCommand(String text) {
        String word = text.startsWith("!") ? text.substring(1).split("\\s", 2)[0].toLowerCase(Locale.ROOT) : "";
        return ChatCommand.all().stream().anyMatch(command -> command.name().equals(word)) ? "/" + text.substring(1)
                : text;
    }

    private InboundMessage command(JsonValue payload) {
        String name = payload.get("command").text();
        String text = Spoken.of(payload.get("text").text(), this::name).strip();
        boolean ours = ChatCommand.all().stream().anyMatch(command -> name.equals("/" + command.name()));
        String word = text.split("\\s", 2)[0].toLowerCase(Locale.ROOT);
        boolean names = ChatCommand.all().stream().anyMatch(command -> word.equals(command.name()));
        String said = ours ? (name + " " + text).strip() : text.isEmpty() ? "/help" : names ? "/" + text : text;
        String channel = payload.get("channel_id").text();
        String user = payload.get("user_id").text();
        return InboundMessage.builder("command/" + payload.get("trigger_id").text(),
                new ChatAddress(SlackChannel.ID, channel, null), new Sender(user, name(user)), clock.instant())
                .text(said).addressedToBot(true).direct(channel.startsWith("D")).build();
    }

    private Optional<InboundMessage> press(JsonValue payload) {
        JsonValue action = payload.get("actions").at(0);
        JsonValue container = payload.get("container");
        if (!action.get("type").text().equals("button") || container.get("message_ts").isNull()) {
            return Optional.empty();
        }
        String channel = container.get("channel_id").text();
        String thread = container.get("thread_ts").findText()
                .orElse(payload.get("message").get("thread_ts").findText().orElse(null));
        String user = payload.get("user").get("id").text();
        return Optional.of(InboundMessage.builder(
                "press/" + channel + "/" + action.get("action_ts").text() + "/" + user,
                new ChatAddress(SlackChannel.ID, channel, thread), new Sender(user, name(user)), clock.instant())
                .direct(channel.startsWith("D"))
                .picked(channel + "/" + container.get("message_ts").text(), action.get("value").text()).build());
    }

    private static Instant time(String ts) {
        return ts.matches("\\d{1,12}(\\.\\d+)?") ? Instant.ofEpochMilli(
                new BigDecimal(ts).movePointRight(3).longValue()) : Instant.EPOCH;
    }

    /** What people call somebody; asked for once. */
    private String name(@Nullable String user) {
        String id = user == null ? "" : user;
        String known = names.get(id);
        if (known != null) {
            return known;
        }
        try {
            JsonValue found = api.form("users.info", JsonValue.object().put("user", id).build()).get("user");
            String name = List.of(found.get("profile").get("display_name").text(), found.get("real_name").text(),
                    found.get("name").text(), id).stream().filter(text -> !text.isBlank()).findFirst().orElse(id);
            names.put(id, name);
            return name;
        } catch (PluginException e) {
            LOG.debug("The name of {} is not known: {}", id, e.getMessage());
            return id;
        }
    }

    private List<Attachment> files(JsonValue event, List<String> missing) {
        List<Attachment> files = new ArrayList<>();
        for (JsonValue file : event.get("files").items()) {
            String name = file.get("name").findText().orElse("file");
            try {
                byte[] bytes = api.download(file.get("url_private_download").findText()
                        .orElse(file.get("url_private").text()));
                files.add(new Attachment(name, MediaTypes.of(bytes, name), bytes));
            } catch (PluginException | IllegalArgumentException e) {
                LOG.warn("A file on Slack could not be fetched: {}", e.getMessage());
                missing.add("[file " + name + " could not be fetched: " + e.getMessage() + "]");
            }
        }
        return files;
    }
}

package dev.telecoder.plugin.discord;

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
import dev.telecoder.api.http.Http;
import dev.telecoder.api.http.WebhookHandler;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.channel.ChatCommand;
import dev.telecoder.support.channel.Multipart;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bot on Discord: hears at the gateway, and interactions also at {@code /hooks/channel-discord/interactions}. Any number of
 * threads may use it.
 */
@Extension
@Configured(value = "channels.discord", settings = DiscordConfig.class)
public final class DiscordChannel
        implements Channel, WebhookHandler, MessageEditor, TypingIndicator, FileSender, Reactor {

    static final String ID = "discord";

    private static final Logger LOG = LoggerFactory.getLogger(DiscordChannel.class);
    private static final int LONGEST_LABEL = 80;

    private final DiscordConfig config;
    private final RestApi api;
    private final Http http;
    private final Json json;
    private final Clock clock;
    private volatile @Nullable Gateway gateway;
    private volatile @Nullable Running running;

    /** What is there from start to stop. */
    private record Running(Inbox inbox, Incoming incoming) {}

    /**
     * Made by the host when the section is there.
     *
     * @param context the host's part
     */
    public DiscordChannel(PluginContext context) {
        this.config = context.config(DiscordConfig.class);
        this.http = context.http();
        this.json = context.json();
        this.clock = context.clock();
        this.api = new RestApi(http, json, config);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public ChannelProfile profile() {
        return ChannelProfile.builder(DiscordFormat.LONGEST, LengthUnit.UTF16).buttons().threads().files().build();
    }

    @Override
    public void start(Inbox inbox) {
        Running started = new Running(inbox,
                new Incoming(api, clock, api.call("GET", "/users/@me", null).get("id").text()));
        registerCommands();
        running = started;
        Gateway opened = new Gateway(api, http, json, config, inbox, clock,
                (event, data) -> heard(event, data, started));
        gateway = opened;
        try {
            opened.start();
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void registerCommands() {
        List<JsonValue> commands = ChatCommand.all().stream().map(command -> {
            JsonValue.ObjectBuilder made = JsonValue.object().put("name", command.name()).put("type", 1)
                    .put("description", command.description());
            return command.argument().isEmpty() ? made.build() : made.put("options", List.of(JsonValue.object()
                    .put("type", 3).put("name", "argument").put("description", command.argument())
                    .put("required", Set.of("approve", "deny").contains(command.name())).build())).build();
        }).toList();
        try {
            String application = config.applicationId() != null ? config.applicationId().strip()
                    : api.call("GET", "/applications/@me", null).get("id").text();
            api.call("PUT", "/applications/" + application + "/commands", JsonValue.array(commands));
        } catch (PluginException e) {
            if (e.failure() == Failure.AUTHENTICATION) {
                throw e;
            }
            LOG.warn("The commands could not be registered, so Discord does not list them: {}", e.getMessage());
        }
    }

    @Override
    public void stop() {
        running = null;
        Gateway opened = gateway;
        gateway = null;
        if (opened != null) {
            opened.close();
        }
    }

    private void heard(String event, JsonValue data, Running here) {
        if (running != here) {
            return;
        }
        switch (event) {
            case "MESSAGE_CREATE" -> here.incoming().message(data).ifPresent(here.inbox()::receive);
            case "INTERACTION_CREATE" -> {
                JsonValue answer = interaction(data, here);
                try {
                    api.call("POST", "/interactions/" + data.get("id").text() + "/" + data.get("token").text()
                            + "/callback", answer);
                } catch (PluginException e) {
                    LOG.warn("An interaction could not be answered, so Discord shows it as failed: {}", e.getMessage());
                }
            }
            case "THREAD_CREATE", "CHANNEL_CREATE" -> here.incoming().note(data);
            case "GUILD_CREATE" -> {
                data.get("channels").items().forEach(here.incoming()::note);
                data.get("threads").items().forEach(here.incoming()::note);
            }
            default -> LOG.trace("Discord tells of {}", event);
        }
    }

    /** Takes a press or a command, and says what Discord shall show for it, to the one person alone. */
    private static JsonValue interaction(JsonValue interaction, Running here) {
        Optional<InboundMessage> message = here.incoming().interaction(interaction);
        if (message.isEmpty()) {
            return privately("I do not know what that was.");
        }
        Inbox.Taken taken = here.inbox().receive(message.get());
        if (!taken.notice().isEmpty()) {
            return privately(taken.notice());
        }
        return message.get().picked().isPresent() ? JsonValue.object().put("type", 6).build()
                : privately("`" + message.get().text().replace("`", "'") + "`");
    }

    private static JsonValue privately(String text) {
        return JsonValue.object().put("type", 4).put("data", JsonValue.object().put("content", text).put("flags", 64)
                .put("allowed_mentions", DiscordFormat.NO_MENTIONS).build()).build();
    }

    @Override
    public Receipt send(OutboundMessage message) {
        JsonValue.ObjectBuilder body = filled(message);
        message.replyTo().map(id -> id.substring(id.lastIndexOf('/') + 1)).filter(id -> id.matches("\\d{1,20}"))
                .ifPresent(id -> body.put("message_reference",
                        JsonValue.object().put("message_id", id).put("fail_if_not_exists", false).build()));
        // Sent again after a fault, Discord gives the message it has instead of another one.
        body.put("nonce", UUID.nameUUIDFromBytes(message.id().getBytes(StandardCharsets.UTF_8)).toString()
                .replace("-", "").substring(0, 24)).put("enforce_nonce", true);
        return receipt(api.call("POST", "/channels/" + channel(message.address()) + "/messages", body.build()));
    }

    @Override
    public void edit(String messageId, OutboundMessage replacement) {
        String[] id = messageId.split("/");
        if (id.length != 2) {
            throw PluginException.of(Failure.REJECTED, "\"" + messageId + "\" is no id of a message on Discord.");
        }
        JsonValue.ObjectBuilder body = filled(replacement);
        api.call("PATCH", "/channels/" + id[0] + "/messages/" + id[1],
                (replacement.choices().isEmpty() ? body.put("components", List.of()) : body).build());
    }

    private static JsonValue.ObjectBuilder filled(OutboundMessage message) {
        JsonValue.ObjectBuilder body = JsonValue.object();
        message.part().body().members().forEach(body::put);
        if (message.choices().isEmpty()) {
            return body;
        }
        List<JsonValue> rows = new ArrayList<>();
        List<JsonValue> row = new ArrayList<>();
        for (OutboundMessage.Choice choice : message.choices()) {
            String label = choice.label().length() <= LONGEST_LABEL ? choice.label()
                    : choice.label().substring(0, LONGEST_LABEL - 1) + "…";
            row.add(JsonValue.object().put("type", 2).put("style", rows.isEmpty() && row.isEmpty() ? 1 : 2)
                    .put("label", label).put("custom_id", choice.id()).build());
            if (row.size() == 5) {
                rows.add(JsonValue.object().put("type", 1).put("components", row).build());
                row = new ArrayList<>();
            }
        }
        if (!row.isEmpty()) {
            rows.add(JsonValue.object().put("type", 1).put("components", row).build());
        }
        return body.put("components", rows);
    }

    @Override
    public void typing(ChatAddress address) {
        api.call("POST", "/channels/" + channel(address) + "/typing", null);
    }

    @Override
    public Receipt sendFile(ChatAddress address, Attachment file) {
        Multipart form = new Multipart().json("payload_json", JsonValue.object()
                .put("allowed_mentions", DiscordFormat.NO_MENTIONS)
                .put("attachments", List.of(JsonValue.object().put("id", "0").put("filename", file.name()).build()))
                .build().toString()).file("files[0]", file.name(), file.mediaType(), file.bytes());
        return receipt(api.upload("/channels/" + channel(address) + "/messages", form));
    }

    @Override
    public void react(ChatAddress address, String messageId, String emoji) {
        api.call("PUT", "/channels/" + channel(address) + "/messages/" + messageId.substring(messageId.lastIndexOf('/')
                + 1) + "/reactions/" + URLEncoder.encode(emoji, StandardCharsets.UTF_8) + "/@me", null);
    }

    /** A thread is a channel of its own. */
    private static String channel(ChatAddress address) {
        String id = address.thread() == null ? address.chat() : address.thread();
        if (!id.matches("\\d{1,20}")) {
            throw PluginException.of(Failure.REJECTED, "\"" + id + "\" is no id of a channel on Discord.");
        }
        return id;
    }

    private static Receipt receipt(JsonValue sent) {
        return new Receipt(sent.get("channel_id").text() + "/" + sent.get("id").text());
    }

    @Override
    public String path() {
        return "interactions";
    }

    @Override
    public Response handle(Request request) {
        if (config.publicKey() == null) {
            return Response.of(404, "");
        }
        byte[] body = request.body();
        if (!Ed25519.isSigned(config.publicKey(), request.header("X-Signature-Timestamp").orElse(""), body,
                request.header("X-Signature-Ed25519").orElse(""))) {
            return Response.unauthorized();
        }
        JsonValue interaction;
        try {
            interaction = json.parse(new String(body, StandardCharsets.UTF_8));
        } catch (PluginException e) {
            return Response.unreadable();
        }
        int type = interaction.get("type").asInt(0);
        if (type == 1) {
            return answer(JsonValue.object().put("type", 1).build());
        } else if (type == 0 || interaction.get("id").isNull()) {
            return Response.unreadable();
        }
        Running here = running;
        return here == null ? Response.of(503, "") : answer(interaction(interaction, here));
    }

    private static Response answer(JsonValue body) {
        return Response.of(200, body.toString()).withHeader("content-type", "application/json");
    }
}

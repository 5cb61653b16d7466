package dev.telecoder.plugin.slack;

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
import dev.telecoder.api.channel.PrivateNotice;
import dev.telecoder.api.http.Http;
import dev.telecoder.api.http.WebhookHandler;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.markdown.MarkdownText;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An app on Slack: hears by Socket Mode, or at {@code /hooks/channel-slack/events}. Any number of threads may use it.
 */
@Extension
@Configured(value = "channels.slack", settings = SlackConfig.class)
public final class SlackChannel implements Channel, WebhookHandler, MessageEditor, FileSender, PrivateNotice {

    static final String ID = "slack";

    private static final Logger LOG = LoggerFactory.getLogger(SlackChannel.class);
    private static final int LONGEST_SECTION = 3_000;
    private static final int LONGEST_LABEL = 75;

    private final SlackConfig config;
    private final WebApi api;
    private final Http http;
    private final Json json;
    private final Clock clock;
    private volatile @Nullable SocketMode socket;
    private volatile @Nullable Running running;

    /** What is there from start to stop. */
    private record Running(Inbox inbox, Events events) {}

    /**
     * Made by the host when the section is there.
     *
     * @param context the host's part
     */
    public SlackChannel(PluginContext context) {
        this.config = context.config(SlackConfig.class);
        this.http = context.http();
        this.json = context.json();
        this.clock = context.clock();
        this.api = new WebApi(http, json, config);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public ChannelProfile profile() {
        return ChannelProfile.builder(SlackFormat.LONGEST, LengthUnit.UTF16).buttons().threads().files().build();
    }

    @Override
    public void start(Inbox inbox) {
        Running started = new Running(inbox, new Events(api, clock, api.call("auth.test", JsonValue.object().build())));
        running = started;
        if (config.appToken() != null) {
            SocketMode opened = new SocketMode(api, http, json, inbox, clock, payload -> take(payload, started));
            socket = opened;
            try {
                opened.start();
            } catch (RuntimeException e) {
                opened.close();
                throw e;
            }
        }
    }

    @Override
    public void stop() {
        running = null;
        SocketMode opened = socket;
        socket = null;
        if (opened != null) {
            opened.close();
        }
    }

    private void take(JsonValue payload, Running here) {
        Optional<InboundMessage> message = here.events().message(payload);
        if (message.isEmpty() || running != here) {
            return;
        }
        Inbox.Taken taken = here.inbox().receive(message.get());
        if (!taken.notice().isEmpty() && message.get().picked().isPresent()) {
            try {
                tell(message.get(), taken.notice());
            } catch (PluginException e) {
                LOG.warn("Somebody could not be told that a press had no effect: {}", e.getMessage());
            }
        }
    }

    @Override
    public void tell(InboundMessage message, String text) {
        api.call("chat.postEphemeral", JsonValue.object().put("channel", message.address().chat())
                .put("user", message.sender().id()).putIfPresent("thread_ts", message.address().thread())
                .put("text", Mrkdwn.escape(text)).build());
    }

    @Override
    public Receipt send(OutboundMessage message) {
        JsonValue.ObjectBuilder body = JsonValue.object().put("channel", message.address().chat())
                .putIfPresent("thread_ts", message.address().thread());
        JsonValue sent = api.call("chat.postMessage", filled(body, message).put("unfurl_links", false)
                .put("unfurl_media", false).build());
        return new Receipt(sent.get("channel").findText().orElse(message.address().chat()) + "/"
                + sent.get("ts").text());
    }

    @Override
    public void edit(String messageId, OutboundMessage replacement) {
        int slash = messageId.indexOf('/');
        if (slash < 0) {
            throw PluginException.of(Failure.REJECTED, "\"" + messageId + "\" is no id of a message on Slack.");
        }
        JsonValue.ObjectBuilder body = JsonValue.object().put("channel", messageId.substring(0, slash))
                .put("ts", messageId.substring(slash + 1));
        JsonValue.ObjectBuilder filled = filled(body, replacement);
        // Without it the old buttons would stay.
        api.call("chat.update", (replacement.choices().isEmpty() ? filled.put("blocks", List.of()) : filled).build());
    }

    private static JsonValue.ObjectBuilder filled(JsonValue.ObjectBuilder body, OutboundMessage message) {
        message.part().body().members().forEach(body::put);
        return message.choices().isEmpty() ? body : body.put("blocks", blocks(message));
    }

    private static List<JsonValue> blocks(OutboundMessage message) {
        List<JsonValue> blocks = new ArrayList<>();
        MarkdownText.parts(MarkdownText.lines(message.markdown()),
                lines -> Mrkdwn.of(lines).length() <= LONGEST_SECTION)
                .forEach(lines -> blocks.add(JsonValue.object().put("type", "section").put("text", JsonValue.object()
                        .put("type", "mrkdwn").put("text", Mrkdwn.of(lines)).put("verbatim", true).build()).build()));
        List<JsonValue> buttons = new ArrayList<>();
        for (OutboundMessage.Choice choice : message.choices()) {
            String label = choice.label().length() <= LONGEST_LABEL ? choice.label()
                    : choice.label().substring(0, LONGEST_LABEL - 1) + "…";
            buttons.add(JsonValue.object().put("type", "button").put("action_id", "choice-" + buttons.size())
                    .put("text", JsonValue.object().put("type", "plain_text").put("text", label).build())
                    .put("value", choice.id()).build());
        }
        blocks.add(JsonValue.object().put("type", "actions").put("elements", buttons).build());
        return blocks;
    }

    @Override
    public Receipt sendFile(ChatAddress address, Attachment file) {
        JsonValue place = api.form("files.getUploadURLExternal", JsonValue.object().put("filename", file.name())
                .put("length", file.bytes().length).build());
        api.upload(place.get("upload_url").text(), file.bytes());
        api.call("files.completeUploadExternal", JsonValue.object()
                .put("files", List.of(JsonValue.object().put("id", place.get("file_id")).put("title", file.name())
                        .build()))
                .put("channel_id", address.chat()).putIfPresent("thread_ts", address.thread()).build());
        return new Receipt(address.chat() + "/" + place.get("file_id").text());
    }

    @Override
    public String path() {
        return "events";
    }

    @Override
    public Response handle(Request request) {
        if (config.signingSecret() == null) {
            return Response.of(404, "");
        }
        byte[] body = request.body();
        if (!SlackRequest.isSigned(request, body, config.signingSecret().reveal(), clock.instant())) {
            return Response.unauthorized();
        }
        Optional<JsonValue> payload = SlackRequest.payload(request, body, json);
        if (payload.isEmpty()) {
            return Response.unreadable();
        }
        if (payload.get().get("type").text().equals("url_verification")) {
            return Response.of(200, payload.get().get("challenge").text()).withHeader("content-type", "text/plain");
        }
        Running here = running;
        if (here == null) {
            return Response.of(503, "");
        }
        take(payload.get(), here);
        // Slack shows people an error for a command or a press that is answered with anything but 200.
        return payload.get().get("event").isNull() ? Response.of(200, "") : Response.accepted();
    }
}

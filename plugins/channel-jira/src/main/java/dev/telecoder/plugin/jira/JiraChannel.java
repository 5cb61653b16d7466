package dev.telecoder.plugin.jira;

import dev.telecoder.api.Configured;
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
import dev.telecoder.api.http.WebhookHandler;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.channel.Lanes;
import dev.telecoder.support.channel.Multipart;
import dev.telecoder.support.channel.Signatures;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Issues on Jira, on Cloud or on a server: hears at {@code /hooks/channel-jira/events}, speaks in comments. An issue is one
 * conversation. Any number of threads may use it.
 */
@Extension
@Configured(value = "channels.jira", settings = JiraConfig.class)
public final class JiraChannel implements Channel, WebhookHandler, MessageEditor, FileSender {

    static final String ID = "jira";

    private static final Logger LOG = LoggerFactory.getLogger(JiraChannel.class);
    /** A document is longer than what it says. */
    private static final int LONGEST_PLAIN = 16_000;

    private final JiraConfig config;
    private final JiraApi api;
    private final Json json;
    private final Lanes lanes = new Lanes();
    private volatile @Nullable Running running;

    /** What is there from start to stop. */
    private record Running(Inbox inbox, Events events) {}

    /**
     * Made by the host when the section is there.
     *
     * @param context the host's part
     */
    public JiraChannel(PluginContext context) {
        this.config = context.config(JiraConfig.class);
        this.json = context.json();
        this.api = new JiraApi(context.http(), json, config);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public ChannelProfile profile() {
        return ChannelProfile.builder(LONGEST_PLAIN, LengthUnit.UTF16).files().build();
    }

    @Override
    public void start(Inbox inbox) {
        running = new Running(inbox, new Events(api, config.label(), api.get("/myself")));
    }

    @Override
    public void stop() {
        running = null;
    }

    @Override
    public Receipt send(OutboundMessage message) {
        JsonValue sent = api.call("POST", issue(message.address()) + "/comment", body(message));
        return new Receipt(message.address().chat() + "/" + sent.get("id").text());
    }

    @Override
    public void edit(String messageId, OutboundMessage replacement) {
        String comment = messageId.substring(messageId.lastIndexOf('/') + 1);
        api.call("PUT", issue(replacement.address()) + "/comment/" + JiraApi.part(comment), body(replacement));
    }

    /** Cloud takes the document, a server wiki text. */
    private JsonValue body(OutboundMessage message) {
        JsonValue document = message.part().body().get("body");
        return JsonValue.object().put("body", config.isCloud() ? document : Wiki.of(document)).build();
    }

    private static String issue(ChatAddress address) {
        return "/issue/" + JiraApi.part(address.chat());
    }

    @Override
    public Receipt sendFile(ChatAddress address, Attachment file) {
        JsonValue sent = api.upload(issue(address) + "/attachments",
                new Multipart().file("file", file.name(), file.mediaType(), file.bytes()));
        JsonValue first = sent.items().isEmpty() ? JsonValue.NULL : sent.items().getFirst();
        return new Receipt(address.chat() + "/file-" + first.get("id").text());
    }

    @Override
    public String path() {
        return "events";
    }

    @Override
    public Response handle(Request request) {
        if (config.webhookSecret() == null) {
            return Response.of(404, "");
        }
        if (!request.method().equals("POST")) {
            return Response.of(405, "").withHeader("Allow", "POST");
        }
        byte[] body = request.body();
        if (!Signatures.equal("sha256=" + Signatures.hmacSha256(config.webhookSecret().reveal(), "", body),
                request.header("X-Hub-Signature").orElse(""))) {
            return Response.unauthorized();
        }
        JsonValue event;
        try {
            event = json.parse(new String(body, StandardCharsets.UTF_8));
        } catch (PluginException e) {
            return Response.unreadable();
        }
        if (event.get("webhookEvent").text().isEmpty()) {
            return Response.unreadable();
        }
        Running here = running;
        return here == null ? Response.of(503, "") : taken(event, here);
    }

    private Response taken(JsonValue event, Running here) {
        Optional<InboundMessage> message;
        try {
            message = here.events().message(event);
        } catch (PluginException e) {
            LOG.warn("An event of Jira could not be read whole; Jira sends it again: {}", e.getMessage());
            return Response.of(503, "");
        }
        if (message.isEmpty()) {
            return Response.accepted();
        }
        Inbox.Taken taken = here.inbox().receive(message.get());
        if (taken.state() == Inbox.Taken.State.TAKEN && event.get("webhookEvent").text().startsWith("jira:issue")) {
            later(message.get().address());
        }
        return taken.state() == Inbox.Taken.State.SEEN ? Response.seenBefore() : Response.accepted();
    }

    private void later(ChatAddress address) {
        lanes.run(address.chat(), () -> {
            try {
                begin(address);
            } catch (PluginException e) {
                LOG.warn("An issue of Jira could not be moved: {}", e.getMessage());
            }
        });
    }

    /** Moves an issue that waits to where work has begun, if its workflow leads there. */
    private void begin(ChatAddress address) {
        JsonValue fields = api.get(issue(address) + "?fields=status").get("fields");
        if (!fields.get("status").get("statusCategory").get("key").text().equals("new")) {
            return;
        }
        api.get(issue(address) + "/transitions").get("transitions").items().stream()
                .filter(way -> way.get("to").get("statusCategory").get("key").text().equals("indeterminate"))
                .findFirst()
                .ifPresent(way -> move(address, way.get("id").text()));
    }

    /** Takes the issue one step along its workflow. */
    void move(ChatAddress address, String transition) {
        api.call("POST", issue(address) + "/transitions", JsonValue.object().put("transition",
                JsonValue.object().put("id", transition).build()).build());
    }
}

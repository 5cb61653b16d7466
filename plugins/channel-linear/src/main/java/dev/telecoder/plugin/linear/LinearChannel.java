package dev.telecoder.plugin.linear;

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
import dev.telecoder.api.http.WebhookHandler;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.channel.Lanes;
import dev.telecoder.support.channel.Signatures;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Issues on Linear: hears at {@code /hooks/channel-linear/events}, speaks in comments. An issue is one conversation. Any number of
 * threads may use it.
 */
@Extension
@Configured(value = "channels.linear", settings = LinearConfig.class)
public final class LinearChannel implements Channel, WebhookHandler, MessageEditor, FileSender {

    static final String ID = "linear";

    private static final Logger LOG = LoggerFactory.getLogger(LinearChannel.class);
    /** Linear recommends it: a recorded request shall not work for ever. */
    private static final Duration OLDEST = Duration.ofMinutes(1);
    private static final Pattern PULL =
            Pattern.compile("https?://[^\\s()<>\\[\\]]+/(?:pull|merge_requests)/(\\d+)(?![\\d/])");

    private final LinearConfig config;
    private final LinearApi api;
    private final Json json;
    private final Clock clock;
    private final Lanes lanes = new Lanes();
    private volatile @Nullable Running running;

    /** What is there from start to stop. */
    private record Running(Inbox inbox, Events events) {}

    /**
     * Made by the host when the section is there.
     *
     * @param context the host's part
     */
    public LinearChannel(PluginContext context) {
        this.config = context.config(LinearConfig.class);
        this.json = context.json();
        this.clock = context.clock();
        this.api = new LinearApi(context.http(), json, config);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public ChannelProfile profile() {
        return ChannelProfile.builder(LinearFormat.LONGEST, LengthUnit.UTF16).files().build();
    }

    @Override
    public void start(Inbox inbox) {
        JsonValue me = api.ask(LinearApi.VIEWER, JsonValue.object().build()).get("viewer");
        running = new Running(inbox, new Events(api, config.label(), me));
    }

    @Override
    public void stop() {
        running = null;
    }

    @Override
    public Receipt send(OutboundMessage message) {
        String issue = message.address().chat();
        String body = message.part().body().get("body").text();
        String id = key(message.id());
        try {
            JsonValue sent = api.ask(LinearApi.SAY, JsonValue.object().put("input", JsonValue.object()
                    .put("id", id).put("issueId", issue).put("body", body).build()).build());
            id = sent.get("commentCreate").get("comment").get("id").findText().orElse(id);
        } catch (PluginException e) {
            // It was said before, and only the answer got lost.
            if (e.failure() != Failure.REJECTED
                    || !String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("already exists")) {
                throw e;
            }
        }
        link(issue, body);
        return new Receipt(id);
    }

    /** Linear wants a random UUID and takes each one once. */
    private static String key(String id) {
        UUID hash = UUID.nameUUIDFromBytes(("telecoder " + id).getBytes(StandardCharsets.UTF_8));
        return new UUID(hash.getMostSignificantBits() & ~0xF000L | 0x4000L, hash.getLeastSignificantBits()).toString();
    }

    /** Links pull requests to the issue. Linear keeps one attachment for each address. */
    private void link(String issue, String body) {
        Matcher pull = PULL.matcher(body);
        while (pull.find()) {
            JsonValue input = JsonValue.object().put("issueId", issue).put("title", "Pull request " + pull.group(1))
                    .put("url", pull.group()).build();
            later(issue, () -> api.ask(LinearApi.ATTACH, JsonValue.object().put("input", input).build()));
        }
    }

    @Override
    public void edit(String messageId, OutboundMessage replacement) {
        api.ask(LinearApi.CHANGE, JsonValue.object().put("id", messageId).put("input",
                JsonValue.object().put("body", replacement.part().body().get("body").text()).build()).build());
    }

    @Override
    public Receipt sendFile(ChatAddress address, Attachment file) {
        JsonValue place = api.ask(LinearApi.PLACE, JsonValue.object().put("contentType", file.mediaType())
                .put("filename", file.name()).put("size", file.bytes().length).build()).get("fileUpload")
                .get("uploadFile");
        api.put(place, file.mediaType(), file.bytes());
        String name = file.name().replaceAll("[\\[\\]\\\\\\p{Cntrl}]", "_");
        JsonValue sent = api.ask(LinearApi.SAY, JsonValue.object().put("input",
                JsonValue.object().put("issueId", address.chat())
                        .put("body", "[" + name + "](" + place.get("assetUrl").text() + ")").build())
                .build());
        return new Receipt(sent.get("commentCreate").get("comment").get("id").text());
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
        if (!Signatures.equal(Signatures.hmacSha256(config.webhookSecret().reveal(), "", body),
                request.header("Linear-Signature").orElse(""))) {
            return Response.unauthorized();
        }
        JsonValue event;
        try {
            event = json.parse(new String(body, StandardCharsets.UTF_8));
        } catch (PluginException e) {
            return Response.unreadable();
        }
        if (!(event.get("webhookTimestamp") instanceof JsonValue.JsonNumber) || event.get("type").text().isEmpty()) {
            return Response.unreadable();
        }
        Instant sent = Instant.ofEpochMilli(event.get("webhookTimestamp").asLong(0));
        if (Duration.between(sent, clock.instant()).abs().compareTo(OLDEST) > 0) {
            return Response.unauthorized();
        }
        Running here = running;
        return here == null ? Response.of(503, "") : taken(event, here);
    }

    private Response taken(JsonValue event, Running here) {
        Optional<InboundMessage> message;
        try {
            message = here.events().message(event);
        } catch (PluginException e) {
            LOG.warn("An event of Linear could not be read whole; Linear sends it again: {}", e.getMessage());
            return Response.of(503, "");
        }
        if (message.isEmpty()) {
            return Response.accepted();
        }
        Inbox.Taken taken = here.inbox().receive(message.get());
        if (taken.state() == Inbox.Taken.State.TAKEN && event.get("type").text().equals("Issue")) {
            later(message.get().address().chat(), () -> begin(message.get().address().chat()));
        }
        return taken.state() == Inbox.Taken.State.SEEN ? Response.seenBefore() : Response.accepted();
    }

    /** Moves an issue that waits to where work has begun. */
    private void begin(String id) {
        JsonValue issue = api.ask(LinearApi.ISSUE, JsonValue.object().put("id", id).build()).get("issue");
        if (!issue.get("state").get("type").text().matches("triage|backlog|unstarted")) {
            return;
        }
        issue.get("team").get("states").get("nodes").items().stream()
                .min(Comparator.comparingDouble((JsonValue state) -> position(state)))
                .ifPresent(state -> api.ask(LinearApi.MOVE, JsonValue.object().put("id", id).put("input",
                        JsonValue.object().put("stateId", state.get("id").text()).build()).build()));
    }

    private static double position(JsonValue state) {
        return state.get("position") instanceof JsonValue.JsonNumber number
                ? Double.parseDouble(number.toString()) : Double.MAX_VALUE;
    }

    private void later(String issue, Runnable call) {
        lanes.run(issue, () -> {
            try {
                call.run();
            } catch (PluginException e) {
                LOG.warn("An issue of Linear could not be moved or linked: {}", e.getMessage());
            }
        });
    }
}

package dev.telecoder.example.echo;

import dev.telecoder.api.Configured;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.channel.ChannelProfile;
import dev.telecoder.api.channel.ChannelProfile.LengthUnit;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.InboundMessage;
import dev.telecoder.api.channel.Inbox;
import dev.telecoder.api.channel.OutboundMessage;
import dev.telecoder.api.channel.Sender;
import dev.telecoder.api.health.HealthCheck;
import dev.telecoder.api.http.WebhookHandler;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/**
 * A chat without a platform. A message is posted to {@code /hooks/echo-channel/messages}; answers are appended, one JSON
 * object a line, to the file that {@code channels.echo.file} names. Good for trying things out and for tests that must
 * count what was sent. Any number of threads may use it.
 */
@Extension
@Configured(value = "channels.echo", settings = EchoConfig.class)
public final class EchoChannel implements Channel, WebhookHandler, HealthCheck {

    /** What somebody posts; {@code picked} and {@code choice} are set for the press of a button. */
    record Posted(@Nullable String id, @Nullable String chat, @Nullable String sender, @Nullable String name,
            @Nullable String text, @Nullable String picked, @Nullable String choice) {}

    private final byte[] secret;
    private final Path file;
    private final Json json;
    private final Clock clock;
    private final Object writing = new Object();
    private volatile @Nullable Inbox inbox;

    /**
     * Made by the host when the section is there.
     *
     * @param context the host's part
     */
    public EchoChannel(PluginContext context) {
        var config = context.config(EchoConfig.class);
        this.secret = String.valueOf(config.secret() == null ? "" : config.secret().reveal())
                .getBytes(StandardCharsets.UTF_8);
        this.file = Path.of(String.valueOf(config.file()));
        this.json = context.json();
        this.clock = context.clock();
    }

    @Override
    public String id() {
        return "echo";
    }

    @Override
    public ChannelProfile profile() {
        return ChannelProfile.builder(4_000, LengthUnit.UTF16).buttons().build();
    }

    @Override
    public void start(Inbox messages) {
        if (file.getParent() != null && !Files.isDirectory(file.getParent())) {
            throw PluginException.of(Failure.CONFIGURATION,
                    "channels.echo.file is in " + file.getParent()
                            + ", which does not exist. Create that folder first.");
        }
        inbox = messages;
        messages.report(new Inbox.Health(true, "answers go to " + file.getFileName()));
    }

    @Override
    public void stop() {
        inbox = null;
    }

    @Override
    public Receipt send(OutboundMessage message) {
        var choices = message.choices().stream()
                .map(choice -> JsonValue.object().put("id", choice.id()).put("label", choice.label()).build()).toList();
        String line = JsonValue.object()
                .put("id", message.id())
                .put("chat", message.address().chat())
                .put("text", message.markdown())
                .put("choices", JsonValue.array(choices))
                .build() + "\n";
        try {
            synchronized (writing) {
                Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            throw PluginException.of(Failure.UNAVAILABLE,
                    "channels.echo.file cannot be written: " + e.getMessage() + ". Check the folder and the disk.", e);
        }
        return new Receipt(message.id());
    }

    @Override
    public List<Finding> check(Scope scope) {
        Path folder = file.toAbsolutePath().getParent();
        return List.of(folder != null && Files.isWritable(folder)
                ? Finding.ok("file", "Answers go to " + file + ".")
                : Finding.fail("file", "The folder of " + file + " cannot be written.", "No answer can be kept.",
                        "Create that folder, or set channels.echo.file."));
    }

    @Override
    public String path() {
        return "messages";
    }

    @Override
    public Response handle(Request request) {
        byte[] given = request.header("X-Echo-Secret").orElse("").getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(secret, given)) {
            return Response.unauthorized();
        }
        Inbox messages = inbox;
        if (messages == null) {
            return Response.of(503, "The channel is not started.");
        }
        Posted posted;
        try {
            posted = json.bind(json.parse(new String(request.body(), StandardCharsets.UTF_8)), Posted.class);
        } catch (PluginException e) {
            return Response.unreadable();
        }
        if (posted.id() == null || posted.chat() == null || posted.sender() == null) {
            return Response.unreadable();
        }
        var sender = new Sender(posted.sender(), posted.name() == null ? posted.sender() : posted.name());
        var message =
                InboundMessage.builder(posted.id(), new ChatAddress(id(), posted.chat(), null), sender, clock.instant())
                        .direct(true);
        if (posted.picked() != null && posted.choice() != null) {
            message.picked(posted.picked(), posted.choice());
        } else {
            message.text(posted.text() == null ? "" : posted.text());
        }
        var taken = messages.receive(message.build());
        return Response.of(202, taken.notice());
    }
}

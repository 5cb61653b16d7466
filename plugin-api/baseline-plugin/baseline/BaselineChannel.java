package baseline;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.channel.ChannelProfile;
import dev.telecoder.api.channel.ChannelProfile.LengthUnit;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.InboundMessage;
import dev.telecoder.api.channel.Inbox;
import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.channel.OutboundMessage;
import dev.telecoder.api.channel.Sender;
import dev.telecoder.api.channel.TypingIndicator;
import dev.telecoder.api.http.WebApp;
import dev.telecoder.api.http.WebhookHandler;
import dev.telecoder.api.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.pf4j.Extension;

@Extension
public final class BaselineChannel implements Channel, TypingIndicator, MessageFormat, WebhookHandler, WebApp {

    private final PluginContext context;
    private Inbox inbox;

    public BaselineChannel(PluginContext context) {
        this.context = context;
    }

    @Override
    public String id() {
        return "baseline";
    }

    @Override
    public ChannelProfile profile() {
        return ChannelProfile.builder(100, LengthUnit.CODE_POINTS).buttons().threads().files().build();
    }

    @Override
    public void start(Inbox messages) {
        inbox = messages;
        messages.report(new Inbox.Health(true, "there"));
    }

    @Override
    public Receipt send(OutboundMessage message) {
        if (message.markdown().equals("fast")) {
            throw PluginException.rateLimited(Duration.ofSeconds(3), "Too fast.");
        }
        if (message.address().thread() != null) {
            throw PluginException.of(Failure.REJECTED, "No threads here.");
        }
        return new Receipt(message.id() + message.part().plainText() + message.choices().size());
    }

    @Override
    public void stop() {
        inbox = null;
    }

    @Override
    public void typing(ChatAddress address) {
        // Nobody sees it.
    }

    @Override
    public String channel() {
        return "baseline";
    }

    @Override
    public List<Part> render(String markdown) {
        return List.of(new Part(JsonValue.object().put("text", markdown).build(), markdown));
    }

    @Override
    public String path() {
        return "messages";
    }

    @Override
    public Response handle(Request request) {
        if (request.header("x-secret").isEmpty()) {
            return Response.unauthorized();
        }
        var text = new String(request.body(), StandardCharsets.UTF_8);
        var taken = inbox.receive(InboundMessage.builder("m1", new ChatAddress("baseline", "c", null),
                new Sender("anna", "Anna"), context.clock().instant()).direct(true).text(text).build());
        return Response.of(202, taken.state().name()).withHeader("x-answer", "yes");
    }

    @Override
    public Optional<Resource> resource(String path) {
        return path.isEmpty() ? Optional.of(new Resource("text/plain", "baseline".getBytes(StandardCharsets.UTF_8)))
                : Optional.empty();
    }
}

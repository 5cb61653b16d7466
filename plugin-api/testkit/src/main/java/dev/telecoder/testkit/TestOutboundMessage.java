package dev.telecoder.testkit;

import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.channel.OutboundMessage;
import dev.telecoder.api.json.JsonValue;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way out, as the host makes it. Each {@code with} method gives a new message.
 *
 * @since 1.0
 */
public final class TestOutboundMessage implements OutboundMessage {

    private final ChatAddress address;
    private final String markdown;
    private final MessageFormat.Part part;
    private final @Nullable String replyTo;
    private final List<Choice> choices;

    private TestOutboundMessage(ChatAddress address, String markdown, MessageFormat.Part part, @Nullable String replyTo,
            List<Choice> choices) {
        this.address = Objects.requireNonNull(address, "address");
        this.markdown = Objects.requireNonNull(markdown, "markdown");
        this.part = part;
        this.replyTo = replyTo;
        this.choices = List.copyOf(choices);
    }

    /**
     * Makes a message for a channel without a format of its own: the body is {@code {"text": …}}.
     *
     * @param address where to
     * @param markdown what to say
     * @return the message
     */
    public static TestOutboundMessage of(ChatAddress address, String markdown) {
        JsonValue body = JsonValue.object().put("text", markdown).build();
        return new TestOutboundMessage(address, markdown, new MessageFormat.Part(body, markdown), null, List.of());
    }

    /**
     * Makes a message of a part that a format made.
     *
     * @param part what {@link MessageFormat#render} gave
     * @return a new message
     */
    public TestOutboundMessage withPart(MessageFormat.Part part) {
        return new TestOutboundMessage(address, markdown, part, replyTo, choices);
    }

    /**
     * Says which message it answers.
     *
     * @param messageId the platform's id of it
     * @return a new message
     */
    public TestOutboundMessage withReplyTo(String messageId) {
        return new TestOutboundMessage(address, markdown, part, messageId, choices);
    }

    /**
     * Adds the answers to pick from.
     *
     * @param offered the choices
     * @return a new message
     */
    public TestOutboundMessage withChoices(Choice... offered) {
        return new TestOutboundMessage(address, markdown, part, replyTo, List.of(offered));
    }

    @Override
    public String id() {
        return "message-" + Integer.toHexString(markdown.hashCode());
    }

    @Override
    public ChatAddress address() {
        return address;
    }

    @Override
    public String markdown() {
        return markdown;
    }

    @Override
    public MessageFormat.Part part() {
        return part;
    }

    @Override
    public Optional<String> replyTo() {
        return Optional.ofNullable(replyTo);
    }

    @Override
    public List<Choice> choices() {
        return choices;
    }

    @Override
    public String toString() {
        return address + ": " + markdown;
    }
}

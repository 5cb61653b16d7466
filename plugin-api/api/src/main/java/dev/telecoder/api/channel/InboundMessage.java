package dev.telecoder.api.channel;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message that arrived, or a button that was pressed. Made with {@link #builder} or {@link #picked}.
 *
 * @since 1.0
 */
public final class InboundMessage {

    private final String id;
    private final ChatAddress address;
    private final Sender sender;
    private final Instant sentAt;
    private final String text;
    private final boolean addressedToBot;
    private final boolean direct;
    private final @Nullable String replyTo;
    private final List<Attachment> attachments;
    private final @Nullable Picked picked;
    private final List<Quoted> quoted;
    private final boolean vouched;

    private InboundMessage(Builder builder) {
        this.id = builder.id;
        this.address = builder.address;
        this.sender = builder.sender;
        this.sentAt = builder.sentAt;
        this.text = builder.text;
        this.addressedToBot = builder.addressedToBot;
        this.direct = builder.direct;
        this.replyTo = builder.replyTo;
        this.attachments = List.copyOf(builder.attachments);
        this.picked = builder.picked;
        this.quoted = List.copyOf(builder.quoted);
        this.vouched = builder.vouched;
    }

    /**
     * Begins a message.
     *
     * @param id the platform's id of it, unique within the channel; a message with an id seen before is ignored
     * @param address where it came from and where the answer goes
     * @param sender who wrote it
     * @param sentAt when, by the platform's clock
     * @return a builder
     */
    public static Builder builder(String id, ChatAddress address, Sender sender, Instant sentAt) {
        return new Builder(id, address, sender, sentAt);
    }

    /** {@return the platform's id of the message or of the press} */
    public String id() {
        return id;
    }

    /** {@return where it came from and where the answer goes} */
    public ChatAddress address() {
        return address;
    }

    /** {@return who wrote it, or pressed} */
    public Sender sender() {
        return sender;
    }

    /** {@return when, by the platform's clock} */
    public Instant sentAt() {
        return sentAt;
    }

    /** {@return what was written, as plain text or Markdown, without the mention of the bot; empty for a press} */
    public String text() {
        return text;
    }

    /** {@return whether the bot was mentioned or written to directly} */
    public boolean addressedToBot() {
        return addressedToBot;
    }

    /** {@return whether the chat is between this one person and the bot} */
    public boolean direct() {
        return direct;
    }

    /** {@return the platform's id of the message this one answers, if it answers one} */
    public Optional<String> replyTo() {
        return Optional.ofNullable(replyTo);
    }

    /** {@return the files that came with it} */
    public List<Attachment> attachments() {
        return attachments;
    }

    /** {@return which choice of which message was pressed, if this is a press} */
    public Optional<Picked> picked() {
        return Optional.ofNullable(picked);
    }

    /** {@return what others said before, which this message is about, oldest first; it is outside text} */
    public List<Quoted> quoted() {
        return quoted;
    }

    /** {@return whether the channel has made sure that its platform lets the sender decide here} */
    public boolean vouched() {
        return vouched;
    }

    /**
     * What somebody else said.
     *
     * @param author what people call them
     * @param markdown what they said
     */
    public record Quoted(String author, String markdown) {}

    /**
     * The press of a button.
     *
     * @param messageId the platform's id of the message with the buttons, as in its {@code Receipt}
     * @param choiceId the id of the choice
     */
    public record Picked(String messageId, String choiceId) {}

    /** Builds a message. For one thread. */
    public static final class Builder {

        private final String id;
        private final ChatAddress address;
        private final Sender sender;
        private final Instant sentAt;
        private String text = "";
        private boolean addressedToBot;
        private boolean direct;
        private @Nullable String replyTo;
        private List<Attachment> attachments = List.of();
        private @Nullable Picked picked;
        private List<Quoted> quoted = List.of();
        private boolean vouched;

        private Builder(String id, ChatAddress address, Sender sender, Instant sentAt) {
            this.id = Objects.requireNonNull(id, "id");
            this.address = Objects.requireNonNull(address, "address");
            this.sender = Objects.requireNonNull(sender, "sender");
            this.sentAt = Objects.requireNonNull(sentAt, "sentAt");
        }

        /**
         * Sets what was written.
         *
         * @param written the text
         * @return this builder
         */
        public Builder text(String written) {
            this.text = Objects.requireNonNull(written, "written");
            return this;
        }

        /**
         * Says whether the bot was mentioned.
         *
         * @param mentioned whether it was
         * @return this builder
         */
        public Builder addressedToBot(boolean mentioned) {
            this.addressedToBot = mentioned;
            return this;
        }

        /**
         * Says whether the chat is between this one person and the bot; such a message is addressed to the bot.
         *
         * @param privately whether it is
         * @return this builder
         */
        public Builder direct(boolean privately) {
            this.direct = privately;
            this.addressedToBot |= privately;
            return this;
        }

        /**
         * Says which message this one answers.
         *
         * @param messageId the platform's id of it
         * @return this builder
         */
        public Builder replyTo(String messageId) {
            this.replyTo = Objects.requireNonNull(messageId, "messageId");
            return this;
        }

        /**
         * Adds the files that came with it.
         *
         * @param files the files
         * @return this builder
         */
        public Builder attachments(List<Attachment> files) {
            this.attachments = List.copyOf(files);
            return this;
        }

        /**
         * Makes this the press of a button.
         *
         * @param messageId the platform's id of the message with the buttons
         * @param choiceId the id of the choice
         * @return this builder
         */
        public Builder picked(String messageId, String choiceId) {
            this.picked = new Picked(messageId, choiceId);
            this.addressedToBot = true;
            return this;
        }

        /**
         * Adds what others said before, which this message is about. It becomes part of the conversation as outside text,
         * never as the words of the sender.
         *
         * @param said what was said, oldest first
         * @return this builder
         */
        public Builder quoted(List<Quoted> said) {
            this.quoted = List.copyOf(said);
            return this;
        }

        /**
         * Says that the platform itself lets the sender decide here, such as somebody who may push to the repository. Then
         * the sender is let in where config.yaml says nothing of this channel under {@code access}.
         *
         * @param checked whether the channel made sure of it
         * @return this builder
         */
        public Builder vouched(boolean checked) {
            this.vouched = checked;
            return this;
        }

        /** {@return the message} */
        public InboundMessage build() {
            return new InboundMessage(this);
        }
    }
}

package dev.telecoder.platform.gateway;

import dev.telecoder.api.channel.Attachment;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.OutboundMessage;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Origin;
import dev.telecoder.platform.consent.Question;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.conversation.Conversations;
import dev.telecoder.platform.conversation.Message;
import dev.telecoder.platform.conversation.Messages;
import dev.telecoder.platform.event.Counters;
import dev.telecoder.platform.event.Event;
import dev.telecoder.platform.event.EventBus;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What we say: stored as a message of its conversation, and put into the outbox of the channel it goes to, in the caller's
 * transaction. Clients of the API and the event stream read it from there; for them storing is delivery. Safe for many threads.
 */
public final class Mail implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Mail.class);

    /** Ways of our own, whose clients read the store and the event stream. */
    private static final Set<String> LOCAL = Set.of("webchat", "cli", "api");

    private final Database database;
    private final Conversations conversations;
    private final Messages messages;
    private final EventBus events;
    private final OutboxTable table;
    private final Delivery delivery;
    private final Progress progress;
    private final Path files;
    private final Clock clock;

    /**
     * Makes it.
     *
     * @param database where messages are kept
     * @param conversations the conversations
     * @param messages their messages
     * @param channels the channels
     * @param events told of each message
     * @param counters counts them
     * @param files where attachments are kept
     * @param json reads the outbox
     * @param clock tells the time
     */
    public Mail(Database database, Conversations conversations, Messages messages, Channels channels, EventBus events,
            Counters counters, Path files, Json json, Clock clock) {
        this.database = database;
        this.conversations = conversations;
        this.messages = messages;
        this.events = events;
        this.table = new OutboxTable(json, clock);
        this.delivery = new Delivery(database, table, channels, counters, clock);
        this.progress = new Progress(events, conversations, channels, json, Progress.Pace.USUAL);
        this.files = files;
        this.clock = clock;
    }

    /**
     * Says something in a conversation. The same id is said once.
     *
     * @param h a handle that may write
     * @param id the id of the message
     * @param conversation the conversation
     * @param turn the turn it comes from, or {@code null}
     * @param role the agent or the host
     * @param markdown what to say
     */
    public void say(Handle h, String id, Conversation conversation, @Nullable String turn, Message.Role role,
            String markdown) {
        say(h, id, conversation, Gateway.answersAt(conversation), turn, role, markdown);
    }

    /**
     * Says something in a conversation, at one of its addresses. The same id is said once.
     *
     * @param h a handle that may write
     * @param id the id of the message
     * @param conversation the conversation
     * @param at where; empty for our own clients alone
     * @param turn the turn it comes from, or {@code null}
     * @param role the agent or the host
     * @param markdown what to say
     */
    public void say(Handle h, String id, Conversation conversation, Optional<ChatAddress> at, @Nullable String turn,
            Message.Role role, String markdown) {
        say(h, id, conversation, at, new Said(turn, role, markdown, Origin.PERSON, Offer.NOTHING), null);
    }

    /**
     * Tells of something that happened outside, with buttons for what may be done about it. The same id is said once.
     *
     * @param h a handle that may write
     * @param id the id of the message
     * @param conversation the conversation
     * @param at where; empty for our own clients alone
     * @param turn the turn it belongs to, or {@code null}
     * @param markdown what to say, which others wrote in part
     * @param offer the buttons
     */
    public void offer(Handle h, String id, Conversation conversation, Optional<ChatAddress> at, @Nullable String turn,
            String markdown, Offer offer) {
        say(h, id, conversation, at, new Said(turn, Message.Role.SYSTEM, markdown, Origin.OUTSIDE, offer), null);
    }

    /**
     * Buttons under a message that is no question. Presses go to {@link Controls#pressed}.
     *
     * @param subject names what they are about
     * @param choices the buttons; none for none
     */
    public record Offer(String subject, List<OutboundMessage.Choice> choices) {

        /** No buttons. */
        public static final Offer NOTHING = new Offer("", List.of());

        /** Copies the list. */
        public Offer {
            choices = List.copyOf(choices);
        }
    }

    /** What is said, and by whom. */
    private record Said(@Nullable String turn, Message.Role role, String markdown, Origin origin, Offer offer) {}

    /**
     * Says something in the place of an earlier message: edits it where the platform can, else replies to it. Our own
     * clients see one message more. The same id is said once.
     *
     * @param h a handle that may write
     * @param id the id of the message
     * @param conversation the conversation of both
     * @param earlier the id of the earlier message
     * @param turn the turn it belongs to, or {@code null}
     * @param markdown what to say, which others wrote in part
     * @param offer the buttons it has now
     */
    public void amend(Handle h, String id, Conversation conversation, String earlier, @Nullable String turn,
            String markdown, Offer offer) {
        Optional<ChatAddress> at = table.goesTo(h, earlier);
        say(h, id, conversation, at, new Said(turn, Message.Role.SYSTEM, markdown, Origin.OUTSIDE, offer),
                at.isPresent() ? earlier : null);
    }

    private void say(Handle h, String id, Conversation conversation, Optional<ChatAddress> at, Said words,
            @Nullable String edits) {
        ChatAddress address = at.orElse(new ChatAddress("api", conversation.id(), null));
        Message message = new Message(id, conversation.id(), words.turn(), words.role(), null, "TeleCoder",
                address.channel(), words.markdown(), List.of(), conversation.people(), words.origin(),
                clock.instant());
        if (!messages.add(h, message)) {
            return;
        }
        if (!isLocal(address.channel())) {
            String purpose = words.role() == Message.Role.ASSISTANT ? "answer"
                    : words.offer().subject().isEmpty() ? "notice" : "offer:" + words.offer().subject();
            table.add(h, id, address, words.markdown(), purpose, null, words.offer().choices(), edits,
                    conversation.id(), id);
        }
        database.afterCommit(() -> {
            events.publish(Event.MESSAGE_SENT, conversation.id(), words.turn(),
                    JsonValue.object().put("message", Messages.toJson(message)).build().toString());
            wakeUnlessLocal(address);
        });
    }

    /** Says something to somebody who has no conversation. */
    void tell(Handle h, String id, ChatAddress address, @Nullable String replyTo, String markdown) {
        table.add(h, id, address, markdown, "notice", replyTo, List.of(), null, null, null);
        database.afterCommit(() -> wakeUnlessLocal(address));
    }

    /** Shows a question, with buttons where the platform has them; one that is shown already is not shown again. */
    void ask(String questionId, Conversation conversation, String markdown, List<OutboundMessage.Choice> choices) {
        Optional<ChatAddress> address = Gateway.answersAt(conversation).filter(at -> !isLocal(at.channel()));
        address.ifPresent(at -> {
            database.write(h -> {
                table.add(h, "question-" + questionId, at, markdown, "question:" + questionId, null, choices, null,
                        conversation.id(), null);
                return null;
            });
            wakeUnlessLocal(at);
        });
    }

    /**
     * Shows what became of a question, in the place of the question. It stands behind the question in the outbox, so that
     * one which was not sent yet is sent first and then edited.
     */
    void settle(String questionId, String outcome) {
        String shown = "question-" + questionId;
        Optional<ChatAddress> address = database.write(h -> {
            Optional<ChatAddress> at = table.goesTo(h, shown);
            at.ifPresent(chat -> table.add(h, "outcome-" + shown, chat, outcome, "outcome", null, List.of(), shown,
                    null, null));
            return at;
        });
        address.ifPresent(this::wakeUnlessLocal);
    }

    /** Where a question is shown; empty if it is not shown on a platform. */
    Optional<ChatAddress> shownAt(Handle h, Question question) {
        return table.goesTo(h, question.isOffer() ? String.valueOf(question.run()) : "question-" + question.id());
    }

    /** The questions that a chat still shows as open although they are settled. */
    List<String> withoutOutcome() {
        return database.read(table::withoutOutcome);
    }

    /** The question a message of a platform shows. A press may come faster than the receipt is stored; that is waited for. */
    Optional<String> questionOf(String channel, String chat, String externalId) {
        for (int tries = 0;; tries++) {
            boolean sending = delivery.isSending(channel, chat); // asked first: what ends in between is found below
            Optional<String> found = database.query(h -> table.question(h, channel, chat, externalId));
            if (found.isPresent() || !sending || tries == 50) {
                return found;
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return found;
            }
        }
    }

    boolean sendsQuestion(String channel, String chat) {
        return database.query(h -> table.sendsQuestion(h, channel, chat));
    }

    /**
     * A message that could not be delivered and is not tried any more.
     *
     * @param id our id of the message or of a part of it
     * @param address where it should have gone
     * @param conversation the conversation, or {@code null}
     * @param error why, beginning with the kind of failure
     * @param createdAt since when it waited
     */
    public record Undelivered(String id, ChatAddress address, @Nullable String conversation, String error,
            Instant createdAt) {}

    /**
     * Lists the messages that were given up, the newest first.
     *
     * @param limit the most to list
     * @return the messages
     */
    public List<Undelivered> undelivered(int limit) {
        return database.query(h -> table.undelivered(h, limit));
    }

    /** Whether a channel is a way of our own, whose clients read the store and the event stream. */
    static boolean isLocal(String channel) {
        return LOCAL.contains(channel);
    }

    Optional<Conversation> conversation(@Nullable String id) {
        return id == null ? Optional.empty() : conversations.find(id);
    }

    void received(Message message) {
        events.publish("message.received", message.conversation(), message.turn(), JsonValue.object()
                .put("message", Messages.toJson(message)).build().toString());
    }

    /** Keeps the files that came with a message; their names come from outside and are not used as paths. */
    List<Message.StoredFile> keep(List<Attachment> attachments) {
        List<Message.StoredFile> kept = new ArrayList<>();
        for (Attachment attachment : attachments) {
            String name = Ids.next();
            try {
                Files.createDirectories(files);
                Files.write(files.resolve(name), attachment.bytes());
            } catch (IOException e) {
                throw new UncheckedIOException("The file " + attachment.name() + " could not be kept in " + files, e);
            }
            kept.add(new Message.StoredFile(attachment.name(), attachment.mediaType(), attachment.bytes().length,
                    files.getFileName() + "/" + name));
        }
        return kept;
    }

    /** Forgets files that no message came to refer to. */
    void drop(List<Message.StoredFile> kept) {
        for (Message.StoredFile file : kept) {
            try {
                Files.deleteIfExists(files.resolveSibling(file.path()));
            } catch (IOException e) {
                LOG.warn("The file {} of a message that was not taken could not be deleted: {}", file.path(),
                        e.toString());
            }
        }
    }

    /** Begins to show in chats that work goes on. */
    void start() {
        progress.start();
    }

    void up(String channel) {
        delivery.up(channel);
    }

    private void wakeUnlessLocal(ChatAddress address) {
        if (!isLocal(address.channel())) {
            delivery.wake(address);
        }
    }

    @Override
    public void close() {
        progress.close();
        delivery.close();
    }
}

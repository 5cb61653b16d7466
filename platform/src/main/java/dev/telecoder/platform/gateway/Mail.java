package dev.telecoder.platform.gateway;

import dev.telecoder.api.channel.Attachment;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.OutboundMessage;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Origin;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What we say: stored as a message of its conversation, and put into the outbox of the channel it goes to, in the caller's
 * transaction. Clients of the API and the event stream read it from there; for them storing is delivery. Safe for many threads.
 */
public final class Mail implements AutoCloseable {

    /** Ways of our own, whose clients read the store and the event stream. */
    private static final Set<String> LOCAL = Set.of("webchat", "cli", "api");

    private final Database database;
    private final Conversations conversations;
    private final Messages messages;
    private final EventBus events;
    private final OutboxTable table;
    private final Delivery delivery;
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
        ChatAddress address = Gateway.answersAt(conversation).orElse(new ChatAddress("api", conversation.id(), null));
        Message message = new Message(id, conversation.id(), turn, role, null, "TeleCoder", address.channel(), markdown,
                List.of(),
                conversation.people(), Origin.PERSON, clock.instant());
        if (!messages.add(h, message)) {
            return;
        }
        if (!LOCAL.contains(address.channel())) {
            table.add(h,
                    new OutboxTable.Row(id, address, -1, JsonValue.object().put("markdown", markdown).build(), null,
                            List.of(),
                            role == Message.Role.ASSISTANT ? "answer" : "notice", null, 0),
                    conversation.id(), id);
        }
        database.afterCommit(() -> {
            events.publish(Event.MESSAGE_SENT, conversation.id(), turn,
                    JsonValue.object().put("message", Messages.toJson(message))
                            .build().toString());
            wakeUnlessLocal(address.channel());
        });
    }

    /** Says something to somebody who has no conversation. */
    void tell(Handle h, String id, ChatAddress address, @Nullable String replyTo, String markdown) {
        table.add(h,
                new OutboxTable.Row(id, address, -1, JsonValue.object().put("markdown", markdown).build(), replyTo,
                        List.of(),
                        "notice", null, 0),
                null, null);
        database.afterCommit(() -> wakeUnlessLocal(address.channel()));
    }

    /** Shows a question, with buttons where the platform has them. */
    void ask(String questionId, Conversation conversation, String markdown, List<OutboundMessage.Choice> choices) {
        Optional<ChatAddress> address = Gateway.answersAt(conversation).filter(at -> !LOCAL.contains(at.channel()));
        address.ifPresent(at -> {
            database.write(h -> {
                table.add(h,
                        new OutboxTable.Row("question-" + questionId, at, -1,
                                JsonValue.object().put("markdown", markdown)
                                        .build(),
                                null, choices, "question:" + questionId, null, 0),
                        conversation.id(), null);
                return null;
            });
            wakeUnlessLocal(at.channel());
        });
    }

    /** Shows what became of a question, in the place of the question. */
    void settle(String questionId, String outcome) {
        List<String> woken = database.write(h -> {
            List<String> channels = new ArrayList<>();
            for (OutboxTable.Sent sent : table.sent(h, "question:" + questionId)) {
                if (sent.row().edits() == null) {
                    table.add(h, new OutboxTable.Row("outcome-" + sent.row().id(), sent.row().address(), -1,
                            JsonValue.object().put("markdown", outcome).build(), sent.externalId(), List.of(),
                            "outcome",
                            sent.externalId(), 0), null, null);
                    channels.add(sent.row().address().channel());
                }
            }
            return channels;
        });
        woken.forEach(this::wakeUnlessLocal);
    }

    Optional<String> questionOf(String channel, String externalId) {
        return database.read(h -> table.purpose(h, channel, externalId))
                .filter(purpose -> purpose.startsWith("question:"))
                .map(purpose -> purpose.substring("question:".length()));
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

    void wake(String channel) {
        delivery.wake(channel);
    }

    private void wakeUnlessLocal(String channel) {
        if (!LOCAL.contains(channel)) {
            delivery.wake(channel);
        }
    }

    @Override
    public void close() {
        delivery.close();
    }
}

package dev.telecoder.platform.gateway;

import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.InboundMessage;
import dev.telecoder.api.channel.Inbox;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Origin;
import dev.telecoder.platform.config.AccessConfig;
import dev.telecoder.platform.consent.Answered;
import dev.telecoder.platform.consent.Consent;
import dev.telecoder.platform.consent.Question;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.conversation.Conversations;
import dev.telecoder.platform.conversation.Message;
import dev.telecoder.platform.conversation.Messages;
import dev.telecoder.platform.event.Counters;
import dev.telecoder.platform.identity.People;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.Ids;
import dev.telecoder.platform.store.Times;
import dev.telecoder.platform.task.Entry;
import dev.telecoder.platform.task.Turns;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes messages in and sends them out. A message is stored, with the turn it belongs to, before it is acknowledged; the same
 * message is taken once. Commands, and words that answer the one open question, never reach the model. Safe for many threads.
 */
public final class Gateway implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private final Parts parts;
    private final Function<String, AccessConfig> access;
    private final Consumer<ConversationMessage> agent;
    private final Commands commands;
    private final Pairings pairings;
    private final Mail mail;
    private final ExecutorService commandThreads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("command-", 0).factory());

    /**
     * What the gateway works with.
     *
     * @param database for what belongs into one transaction
     * @param people the people
     * @param conversations the conversations
     * @param messages their messages
     * @param turns the turns
     * @param consent the gate, for answers
     * @param channels the channels
     * @param pairings lets senders in
     * @param mail stores and sends what we say
     * @param counters counts messages
     * @param json reads what the inbox keeps
     * @param clock tells the time
     */
    public record Parts(Database database, People people, Conversations conversations, Messages messages, Turns turns,
            Consent consent, Channels channels, Pairings pairings, Mail mail, Counters counters, Json json,
            Clock clock) {}

    /**
     * Makes the gateway; nothing is received before {@link #start}.
     *
     * @param parts what it works with
     * @param access who may talk on a channel
     * @param agent takes up the messages that are for the agent
     * @param controls what commands can do to the rest of the host
     */
    public Gateway(Parts parts, Function<String, AccessConfig> access, Consumer<ConversationMessage> agent,
            Controls controls) {
        this.parts = parts;
        this.access = access;
        this.agent = agent;
        this.pairings = parts.pairings();
        this.mail = parts.mail();
        this.commands = new Commands(parts.consent(), parts.conversations(), parts.database(), controls, parts.json());
    }

    /** Takes up what a crash left in the inbox, sends what it left in the outbox, and starts the channels. */
    public void start() {
        for (String[] open : parts.database().read(h -> h
                .createQuery("SELECT channel, external_id, payload, conversation FROM inbox"
                        + " WHERE state = 'new' ORDER BY received_at")
                .map((rs, ctx) -> new String[]{rs.getString(1), rs.getString(2), rs.getString(3), rs.getString(4)})
                .list())) {
            JsonValue payload = parts.json().parse(open[2]);
            parts.people().find(payload.get("person").text()).ifPresent(person -> parts.conversations().find(open[3])
                    .ifPresent(conversation -> command(open[0], open[1], payload.get("text").text(), conversation,
                            person)));
        }
        parts.channels().start(this::receive, mail::wake);
    }

    /**
     * What became of a message that came through the API.
     *
     * @param message its id
     * @param turn the turn that hears it; empty if it was a command or an answer
     */
    public record Posted(String message, String turn) {}

    /**
     * Takes a message of a person who is logged in.
     *
     * @param person who writes
     * @param conversation where
     * @param channel which of our own ways it came
     * @param externalId names it; the same is taken once
     * @param text what was written
     * @param files what came with it
     * @param entry which way it came in, for the journal
     * @return what became of it, stored
     */
    public Posted post(Person person, Conversation conversation, String channel, String externalId, String text,
            List<Message.StoredFile> files, Entry entry) {
        Took took = parts.database().write(h -> {
            if (!firstTime(h, channel, externalId)) {
                return took(h, channel, externalId);
            }
            Conversation now = parts.conversations().find(h, conversation.id()).orElseThrow();
            return take(h, channel, externalId, person, now, text, files, entry, Origin.PERSON);
        });
        after(took, channel, externalId, person);
        return new Posted(took.message(), took.turn());
    }

    /** {@return who may be let in} */
    public Pairings pairings() {
        return pairings;
    }

    /** {@return the channels} */
    public Channels channels() {
        return parts.channels();
    }

    @Override
    public void close() {
        parts.channels().close();
        mail.close();
        commandThreads.shutdownNow();
    }

    private Inbox.Taken receive(String channel, InboundMessage message) {
        try {
            return message.picked().isPresent() ? press(channel, message, message.picked().get())
                    : message(channel, message);
        } catch (RuntimeException e) {
            LOG.error("A message on {} could not be stored; the platform will deliver it again.", channel, e);
            throw e;
        }
    }

    private Inbox.Taken message(String channel, InboundMessage message) {
        if (message.sender().bot() || message.text().isBlank() && message.attachments().isEmpty()) {
            return new Inbox.Taken(Inbox.Taken.State.REFUSED, "");
        }
        List<Message.StoredFile> files = mail.keep(message.attachments());
        Took took = parts.database().write(h -> {
            if (!firstTime(h, channel, message.id())) {
                return took(h, channel, message.id());
            }
            Optional<Person> known = parts.people().findByAccount(h, channel, message.sender().id());
            Access.Verdict verdict = Access.decide(access.apply(channel), message, known.isPresent());
            if (verdict != Access.Verdict.ALLOW) {
                refuse(h, channel, message, verdict == Access.Verdict.PAIR);
                return Took.REFUSED;
            }
            Person person = known.orElseGet(() -> admit(h, channel, message));
            Conversation conversation = message.direct() ? parts.conversations().direct(h, person, message.address())
                    : parts.conversations().shared(h, person, message.address());
            return take(h, channel, message.id(), person, conversation, message.text(), files, Entry.CHAT,
                    Origin.PERSON);
        });
        if (took == Took.REFUSED) {
            return new Inbox.Taken(Inbox.Taken.State.REFUSED, "");
        }
        after(took, channel, message.id(), took.person());
        return new Inbox.Taken(took.again() ? Inbox.Taken.State.SEEN : Inbox.Taken.State.TAKEN, "");
    }

    /**
     * What a transaction made of a message.
     *
     * @param again whether it was there before
     * @param command the text of a command or answer, or {@code null}
     * @param conversation the conversation
     * @param message the message; empty for a command
     * @param turn the turn; empty for a command
     * @param person who wrote, or {@code null} if that was another time
     */
    private record Took(boolean again, @Nullable String command, String conversation, String message, String turn,
            @Nullable Person person) {

        private static final Took REFUSED = new Took(false, null, "", "", "", null);
    }

    private Took take(Handle h, String channel, String externalId, Person person, Conversation conversation,
            String text,
            List<Message.StoredFile> files, Entry entry, Origin origin) {
        String messageId = Ids.next();
        boolean command = Commands.isCommand(text);
        Optional<Question> answers = command ? Optional.empty() : asked(h, conversation, person, text);
        if (command || answers.isPresent()) {
            String carried = command ? text
                    : answers.get().kind() == Question.Kind.QUESTION ? "answer " + answers.get().id() + " " + text
                            : (Words.answer(text).orElse(false) ? "/approve " : "/deny ") + answers.get().id();
            note(h, channel, externalId, "new", "command",
                    JsonValue.object().put("text", carried).put("person", person.id()).build(),
                    conversation.id(), messageId);
            store(h, messageId, conversation, null, person, channel, text, files,
                    command ? Message.Role.SYSTEM : Message.Role.USER,
                    origin);
            return new Took(false, carried, conversation.id(), messageId, "", person);
        }
        String turn = parts.turns().findRunning(h, conversation.id()).map(running -> running.id())
                .orElseGet(() -> queuedOrNew(h, conversation, person, entry));
        store(h, messageId, conversation, turn, person, channel, text, files, Message.Role.USER, origin);
        note(h, channel, externalId, "done", "message", JsonValue.NULL, conversation.id(), messageId);
        parts.conversations().titleFrom(h, conversation.id(), text);
        return new Took(false, null, conversation.id(), messageId, turn, person);
    }

    private String queuedOrNew(Handle h, Conversation conversation, Person person, Entry entry) {
        return h.createQuery("SELECT id FROM turn WHERE conversation = :id AND state = 'queued' AND person = :person"
                + " ORDER BY seq DESC LIMIT 1").bind("id", conversation.id()).bind("person", person.id())
                .mapTo(String.class).findOne()
                .orElseGet(() -> parts.turns().open(h, conversation.id(), person.id(), entry, null));
    }

    /** The question a message answers: the only open one, asked of its sender, by nothing but a yes or a no; or in free text. */
    private Optional<Question> asked(Handle h, Conversation conversation, Person person, String text) {
        List<Question> open = parts.consent().open(conversation.id());
        if (open.size() != 1 || !open.getFirst().askedOf().equals(person.id())) {
            return Optional.empty();
        }
        Question question = open.getFirst();
        return question.kind() == Question.Kind.QUESTION || Words.answer(text).isPresent() ? Optional.of(question)
                : Optional.empty();
    }

    private void after(Took took, String channel, String externalId, @Nullable Person person) {
        if (took.again()) {
            return;
        }
        parts.counters().count("telecoder_messages_total", "channel", channel, "direction", "in");
        parts.messages().find(took.message()).ifPresent(mail::received);
        if (took.command() != null && person != null) {
            Conversation conversation = parts.conversations().find(took.conversation()).orElseThrow();
            String text = took.command();
            commandThreads.execute(() -> command(channel, externalId, text, conversation, person));
        } else {
            agent.accept(new ConversationMessage(took.conversation(), took.turn(), took.message()));
        }
    }

    private void command(String channel, String externalId, String text, Conversation conversation, Person person) {
        try {
            String reply =
                    text.startsWith("answer ") ? freeAnswer(text, person) : commands.run(text, conversation, person);
            parts.database().write(h -> {
                h.createUpdate("UPDATE inbox SET state = 'done' WHERE channel = :channel AND external_id = :id")
                        .bind("channel", channel).bind("id", externalId).execute();
                if (!reply.isEmpty()) {
                    mail.say(h, channel + "-" + externalId + "-reply", conversation, null, Message.Role.SYSTEM, reply);
                }
                return null;
            });
        } catch (RuntimeException e) {
            LOG.error("A command failed: {}", text, e);
        }
    }

    private String freeAnswer(String text, Person person) {
        String[] words = text.split(" ", 3);
        Answered answered = parts.consent().answer(words[1], person, true, false, words.length > 2 ? words[2] : "");
        return answered.outcome() == Answered.Outcome.TAKEN ? "" : answered.sentence();
    }

    private Inbox.Taken press(String channel, InboundMessage message, InboundMessage.Picked picked) {
        boolean first = parts.database().write(h -> {
            boolean fresh = firstTime(h, channel, message.id());
            if (fresh) {
                note(h, channel, message.id(), "done", "press", JsonValue.NULL, null, null);
            }
            return fresh;
        });
        Optional<Person> person =
                parts.database().read(h -> parts.people().findByAccount(h, channel, message.sender().id()));
        Optional<String> question = mail.questionOf(channel, picked.messageId());
        if (!first || person.isEmpty() || question.isEmpty()) {
            return new Inbox.Taken(first ? Inbox.Taken.State.REFUSED : Inbox.Taken.State.SEEN, "");
        }
        Answered answered = QuestionMail.pick(parts.consent(), question.get(), person.get(), picked.choiceId());
        return answered.outcome() == Answered.Outcome.TAKEN ? new Inbox.Taken(Inbox.Taken.State.TAKEN, "")
                : new Inbox.Taken(Inbox.Taken.State.REFUSED, answered.sentence());
    }

    private Person admit(Handle h, String channel, InboundMessage message) {
        Person person = parts.people().add(h, message.sender().name(), Role.DEVELOPER);
        parts.people().link(h, person, channel, message.sender().id(), message.sender().name());
        return person;
    }

    private void refuse(Handle h, String channel, InboundMessage message, boolean pair) {
        note(h, channel, message.id(), "refused", "message", JsonValue.NULL, null, null);
        if (pair) {
            pairings.request(h, channel, message.sender().id(), message.sender().name())
                    .ifPresent(pending -> mail.tell(h,
                            channel + "-" + message.id() + "-pairing", message.address(), message.id(),
                            "I do not know you yet. Give this code to the owner, who runs `telecoder pairing approve "
                                    + channel + " "
                                    + pending.code() + "`: **" + pending.code() + "**. It holds an hour."));
        }
    }

    private static boolean firstTime(Handle h, String channel, String externalId) {
        return h.createQuery("SELECT count(*) FROM inbox WHERE channel = :channel AND external_id = :id")
                .bind("channel", channel)
                .bind("id", externalId).mapTo(Integer.class).one() == 0;
    }

    private Took took(Handle h, String channel, String externalId) {
        return h.createQuery(
                "SELECT i.conversation, i.message, m.turn FROM inbox i LEFT JOIN message m ON m.id = i.message"
                        + " WHERE i.channel = :channel AND i.external_id = :id")
                .bind("channel", channel).bind("id", externalId)
                .map((rs, ctx) -> new Took(true, null, text(rs.getString(1)), text(rs.getString(2)),
                        text(rs.getString(3)), null))
                .one();
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private void note(Handle h, String channel, String externalId, String state, String kind, JsonValue payload,
            @Nullable String conversation, @Nullable String message) {
        h.createUpdate(
                "INSERT INTO inbox (channel, external_id, state, kind, payload, conversation, message, received_at)"
                        + " VALUES (:channel, :id, :state, :kind, :payload, :conversation, :message, :at)")
                .bind("channel", channel).bind("id", externalId).bind("state", state).bind("kind", kind)
                .bind("payload", payload.toString()).bind("conversation", conversation).bind("message", message)
                .bind("at", Times.text(parts.clock().instant())).execute();
    }

    private void store(Handle h, String id, Conversation conversation, @Nullable String turn, Person person,
            String channel,
            String text, List<Message.StoredFile> files, Message.Role role, Origin origin) {
        parts.messages().add(h,
                new Message(id, conversation.id(), turn, role, person.id(), person.name(), channel, text, files,
                        conversation.people(), origin, parts.clock().instant()));
    }

    /** Where a conversation answers: where it was last spoken to. */
    static Optional<ChatAddress> answersAt(Conversation conversation) {
        return conversation.addresses().stream().findFirst();
    }
}

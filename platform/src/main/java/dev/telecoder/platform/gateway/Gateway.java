package dev.telecoder.platform.gateway;

import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.InboundMessage;
import dev.telecoder.api.channel.Inbox;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.AccessConfig;
import dev.telecoder.platform.consent.Consent;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.conversation.Conversations;
import dev.telecoder.platform.conversation.Message;
import dev.telecoder.platform.conversation.Messages;
import dev.telecoder.platform.event.Counters;
import dev.telecoder.platform.identity.People;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.task.Entry;
import dev.telecoder.platform.task.Turns;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
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
    private final InboxTable inbox;
    private final Intake intake;
    private final Wishes wishes;
    private final Presses presses;
    private final Links links;

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
        this.inbox = new InboxTable(parts.json(), parts.clock());
        this.intake = new Intake(parts, inbox, controls);
        this.links = new Links(parts, controls);
        this.wishes = new Wishes(parts, inbox, intake, controls, links);
        this.presses = new Presses(parts, inbox, controls);
    }

    /**
     * Takes up what a crash left in the inbox, sends what it left in the outbox, and starts the channels. Messages that the
     * agent had not taken up need nothing here: their turns are stored, and the agent resumes them. It returns at once.
     */
    public void start() {
        for (InboxTable.Open open : parts.database().read(inbox::open)) {
            if (open.kind().equals("press")) {
                presses.resume(open);
            } else {
                wishes.resume(open);
            }
        }
        QuestionMail.catchUp(parts.mail(), parts.consent());
        parts.mail().start();
        parts.channels().start(this::receive, parts.mail()::up);
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
        InboxTable.Key key = new InboxTable.Key(channel, externalId);
        ChatAddress at = new ChatAddress(channel, conversation.id(), null);
        Intake.Took took = parts.database().write(h -> {
            Optional<InboxTable.Seen> seen = inbox.seen(h, key);
            if (seen.isPresent()) {
                return Intake.Took.again(seen.get());
            }
            Conversation now = parts.conversations().find(h, conversation.id()).orElseThrow();
            if (now.kind() == Conversation.Kind.DIRECT && now.state() != Conversation.State.ARCHIVED) {
                parts.conversations().touch(h, now.id(), at); // answers go where the last message came from
            }
            return intake.take(h, new Intake.Arrival(key, person, now, at, text, files, entry));
        });
        after(took);
        return new Posted(took.id(), took.turn());
    }

    /** {@return who may be let in} */
    public Pairings pairings() {
        return parts.pairings();
    }

    /** {@return the channels} */
    public Channels channels() {
        return parts.channels();
    }

    @Override
    public void close() {
        parts.channels().close();
        wishes.close();
        parts.mail().close();
    }

    private Inbox.Taken receive(String channel, InboundMessage message) {
        try {
            return message.picked().isPresent() ? presses.take(channel, message, message.picked().get())
                    : message(channel, message);
        } catch (RuntimeException e) {
            LOG.error("A message on {} could not be stored; the platform will deliver it again.", channel, e);
            throw e;
        }
    }

    private Inbox.Taken message(String channel, InboundMessage message) {
        AccessConfig policy = access.apply(channel);
        if (message.sender().bot() || message.text().isBlank() && message.attachments().isEmpty()
                || Access.decide(policy, message, () -> true) == Access.Verdict.IGNORE) {
            return new Inbox.Taken(Inbox.Taken.State.REFUSED, ""); // no trace: strangers could fill the disk
        }
        InboxTable.Key key = new InboxTable.Key(channel, message.id());
        List<Message.StoredFile> files = isWelcome(policy, key, message) ? parts.mail().keep(message.attachments())
                : List.of();
        Optional<Intake.Took> took = Optional.empty();
        try {
            took = parts.database().write(h -> store(h, policy, key, message, files));
        } finally {
            if (took.isEmpty() || took.get().arrival() == null) {
                parts.mail().drop(files);
            }
        }
        if (took.isEmpty()) {
            return new Inbox.Taken(Inbox.Taken.State.REFUSED, "");
        }
        after(took.get());
        return new Inbox.Taken(took.get().arrival() == null ? Inbox.Taken.State.SEEN : Inbox.Taken.State.TAKEN, "");
    }

    /** Whether the files of a message are worth keeping: it is new, and its sender is let in. */
    private boolean isWelcome(AccessConfig policy, InboxTable.Key key, InboundMessage message) {
        return !message.attachments().isEmpty() && parts.database().read(h -> inbox.seen(h, key).isEmpty()
                && Access.decide(policy, message, () -> isPaired(h, message)) == Access.Verdict.ALLOW);
    }

    private boolean isPaired(Handle h, InboundMessage message) {
        return parts.people().isPaired(h, message.address().channel(), message.sender().id());
    }

    /** Stores a message with what comes of it; empty if its sender is not let in. */
    private Optional<Intake.Took> store(Handle h, AccessConfig policy, InboxTable.Key key, InboundMessage message,
            List<Message.StoredFile> files) {
        Optional<InboxTable.Seen> seen = inbox.seen(h, key);
        if (seen.isPresent()) {
            return seen.map(Intake.Took::again);
        }
        if (Access.decide(policy, message, () -> isPaired(h, message)) != Access.Verdict.ALLOW) {
            stranger(h, key, message);
            return Optional.empty();
        }
        if (message.vouched() && !message.direct() && Commands.linkCode(message.text()).isPresent()) {
            joins(h, key, message, Commands.linkCode(message.text()).get());
            return Optional.empty();
        }
        Optional<Person> known = parts.people().findByAccount(h, key.channel(), message.sender().id());
        Person person = known.orElseGet(() -> meet(h, key.channel(), message));
        Conversation conversation = message.direct() ? known.isEmpty()
                ? parts.conversations().first(h, person, message.address())
                : parts.conversations().direct(h, person, message.address())
                : parts.conversations().shared(h, person, message.address());
        return Optional.of(intake.take(h, new Intake.Arrival(key, person, conversation, message.address(),
                message.text(), files, Entry.CHAT, message.quoted())));
    }

    private void after(Intake.Took took) {
        Intake.Arrival arrival = took.arrival();
        if (arrival == null || took.message() == null) {
            return;
        }
        parts.counters().count("telecoder_messages_total", "channel", arrival.key().channel(), "direction", "in");
        parts.mail().received(took.message());
        if (took.wish() != null) {
            wishes.begin(arrival.key(), took.wish(), arrival.conversation(), arrival.person(), took.stops());
        } else {
            agent.accept(new ConversationMessage(arrival.conversation().id(), took.turn(), took.id()));
        }
    }

    private Person meet(Handle h, String channel, InboundMessage message) {
        Person person = parts.people().add(h, message.sender().name(), Role.DEVELOPER);
        parts.people().meet(h, person, channel, message.sender().id(), message.sender().name());
        return person;
    }

    /** A stranger may prove to be somebody known, by a code made in another account; any other gets a code for the owner. */
    private void stranger(Handle h, InboxTable.Key key, InboundMessage message) {
        inbox.add(h, key, "refused", "message", JsonValue.NULL, null, null);
        Optional<String> code = Commands.linkCode(message.text());
        if (code.isEmpty()) {
            offerCode(h, key, message);
        } else {
            links.redeem(h, message.address(), message.sender(), code.get()).ifPresent(said -> parts.mail().tell(h,
                    key.channel() + "-" + key.externalId() + "-link", message.address(), message.id(), said));
        }
    }

    /** A platform without direct chats: what joins accounts there is said before others. */
    private void joins(Handle h, InboxTable.Key key, InboundMessage message, String code) {
        inbox.add(h, key, "refused", "message", JsonValue.NULL, null, null);
        links.redeemOpenly(h, message.address(), message.sender(), code).ifPresent(said -> parts.mail().tell(h,
                key.channel() + "-" + key.externalId() + "-link", message.address(), message.id(), said));
    }

    private void offerCode(Handle h, InboxTable.Key key, InboundMessage message) {
        parts.pairings().request(h, key.channel(), message.sender().id(), message.sender().name())
                .ifPresent(pending -> parts.mail().tell(h,
                        key.channel() + "-" + key.externalId() + "-pairing", message.address(), message.id(),
                        "I do not know you yet. Give this code to the owner, who runs `telecoder pairing approve "
                                + key.channel() + " " + pending.code() + "`: **" + pending.code()
                                + "**. It holds an hour."));
    }

    /** Where a conversation answers: where it was last spoken to. */
    static Optional<ChatAddress> answersAt(Conversation conversation) {
        return conversation.addresses().stream().findFirst();
    }
}

package dev.telecoder.platform.gateway;

import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.InboundMessage;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Origin;
import dev.telecoder.platform.consent.Question;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.conversation.Message;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.store.Ids;
import dev.telecoder.platform.task.Entry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Stores a message that may be taken, with what is to come of it: a turn, a command, or the answer to a question. All in the
 * caller's transaction. Safe for many threads.
 */
final class Intake {

    private final Gateway.Parts parts;
    private final InboxTable inbox;
    private final Mail mail;
    private final Controls controls;

    /** The turns that a command is stopping: what is said after it is not for them. */
    private final Set<String> stopping = ConcurrentHashMap.newKeySet();

    Intake(Gateway.Parts parts, InboxTable inbox, Controls controls) {
        this.controls = controls;
        this.parts = parts;
        this.inbox = inbox;
        this.mail = parts.mail();
    }

    /**
     * A message that may be taken.
     *
     * @param key what names it
     * @param person who wrote
     * @param conversation where it belongs
     * @param at where it was written, and so where the answer goes
     * @param text what was written
     * @param files what came with it
     * @param entry which way it came in
     * @param quoted what others said before, which it is about
     */
    record Arrival(InboxTable.Key key, Person person, Conversation conversation, ChatAddress at, String text,
            List<Message.StoredFile> files, Entry entry, List<InboundMessage.Quoted> quoted) {

        Arrival(InboxTable.Key key, Person person, Conversation conversation, ChatAddress at, String text,
                List<Message.StoredFile> files, Entry entry) {
            this(key, person, conversation, at, text, files, entry, List.of());
        }
    }

    /**
     * What became of a message.
     *
     * @param id the message
     * @param turn the turn that hears it; empty if none does
     * @param arrival what was taken; {@code null} if it was taken before, or not at all
     * @param message the message as it was stored; {@code null} likewise
     * @param wish the command or answer to carry out, or {@code null}
     * @param stops the turns it stops
     */
    record Took(String id, String turn, @Nullable Arrival arrival, @Nullable Message message, @Nullable Wish wish,
            List<String> stops) {

        static Took again(InboxTable.Seen seen) {
            return new Took(seen.message(), seen.turn(), null, null, null, List.of());
        }
    }

    Took take(Handle h, Arrival arrival) {
        boolean command = Commands.isCommand(arrival.text());
        Optional<Question> answers = command ? Optional.empty() : answered(h, arrival); // before anything else is said
        controls.arrived(h, arrival.person(), arrival.conversation(), arrival.at());
        if (command || answers.isPresent()) {
            return wish(h, arrival, answers.orElse(null));
        }
        String conversation = arrival.conversation().id();
        String turn = turnFor(h, conversation, arrival.person())
                .orElseGet(() -> parts.turns().open(h, conversation, arrival.person().id(), arrival.entry(), null));
        arrival.quoted().forEach(quoted -> quote(h, arrival, turn, quoted));
        Message message = store(h, arrival, turn, Message.Role.USER);
        inbox.add(h, arrival.key(), "done", "message", JsonValue.NULL, conversation, message.id());
        if (arrival.conversation().title().isEmpty()) {
            parts.conversations().titleFrom(h, conversation, arrival.text());
        }
        return new Took(message.id(), turn, arrival, message, null, List.of());
    }

    /** The turns are over, or will never be. */
    void stopped(List<String> turns) {
        turns.forEach(stopping::remove);
    }

    /** The turns of a conversation that have not ended. */
    List<String> openTurns(Handle h, String conversation) {
        return open(h, conversation).stream().map(Open::id).toList();
    }

    private Took wish(Handle h, Arrival arrival, @Nullable Question question) {
        String conversation = arrival.conversation().id();
        Wish wish = question == null ? new Wish(arrival.text(), null, arrival.person().id(), arrival.at(), false)
                : question.kind() == Question.Kind.QUESTION
                        ? new Wish(freeText(arrival), question.id(), arrival.person().id(), arrival.at(), false)
                        : new Wish(
                                (Words.answer(arrival.text()).orElse(false) ? "/approve " : "/deny ") + question.id(),
                                null, arrival.person().id(), arrival.at(), false);
        Message message = store(h, arrival, null, Message.Role.USER);
        inbox.add(h, arrival.key(), "new", "command", wish.toJson(), conversation, message.id());
        List<String> stops = List.of();
        if (question == null && Commands.stops(arrival.text())) {
            stops = openTurns(h, conversation);
            stopping.addAll(stops);
            if (Commands.begins(arrival.text())) {
                parts.conversations().archive(h, conversation);
            }
        }
        return new Took(message.id(), "", arrival, message, wish, stops);
    }

    private static String freeText(Arrival arrival) {
        StringBuilder text = new StringBuilder(arrival.text());
        for (Message.StoredFile file : arrival.files()) {
            text.append(text.isEmpty() ? "" : "\n").append("[file ").append(file.name()).append(", ")
                    .append(file.mediaType()).append(", ").append(file.size()).append(" bytes]");
        }
        return text.toString();
    }

    private record Open(String id, boolean working, String person, boolean presumed) {}

    private static List<Open> open(Handle h, String conversation) {
        return h.createQuery("SELECT id, state, person, presumed FROM turn WHERE conversation = :id"
                + " AND state IN ('queued','running','waiting') ORDER BY seq").bind("id", conversation)
                .map((rs, ctx) -> new Open(rs.getString(1), !rs.getString(2).equals("queued"), rs.getString(3),
                        rs.getString(4) != null))
                .list();
    }

    /**
     * The open turn that a message goes to: one of the same person, since a turn acts with the rights of one. A turn with
     * consent beforehand has it for what was asked then, not for what is said later.
     */
    private Optional<String> turnFor(Handle h, String conversation, Person person) {
        List<Open> own = open(h, conversation).stream().filter(turn -> turn.person().equals(person.id())
                && !turn.presumed() && !stopping.contains(turn.id())).toList();
        return own.stream().filter(Open::working).findFirst()
                .or(() -> own.isEmpty() ? Optional.empty() : Optional.of(own.getLast())).map(Open::id);
    }

    /** The question a message answers, by a yes or a no alone or in free text: the only one open in this chat, for its sender. */
    private Optional<Question> answered(Handle h, Arrival arrival) {
        List<Question> open = parts.consent().open(arrival.conversation().id()).stream()
                .filter(question -> parts.clock().instant().isBefore(question.expiresAt()))
                .filter(question -> isShownWhere(h, question, arrival)).toList();
        if (open.size() != 1 || !open.getFirst().askedOf().equals(arrival.person().id())) {
            return Optional.empty();
        }
        Question question = open.getFirst();
        if (question.isOffer()
                && !parts.messages().isLast(h, arrival.conversation().id(), String.valueOf(question.run()))) {
            return Optional.empty(); // something else was said since, which a word may be about as well
        }
        return question.kind() == Question.Kind.QUESTION
                || arrival.files().isEmpty() && Words.answer(arrival.text()).isPresent() ? Optional.of(question)
                        : Optional.empty();
    }

    /** Our own clients show all questions of a conversation; a platform shows those that were sent to the chat. */
    private boolean isShownWhere(Handle h, Question question, Arrival arrival) {
        return Mail.isLocal(arrival.at().channel()) || mail.shownAt(h, question)
                .filter(at -> at.channel().equals(arrival.at().channel()) && at.chat().equals(arrival.at().chat())
                        && (arrival.conversation().kind() == Conversation.Kind.DIRECT || at.equals(arrival.at())))
                .isPresent();
    }

    /** The words of others, which a person's message is about, stay theirs. */
    private void quote(Handle h, Arrival arrival, String turn, InboundMessage.Quoted quoted) {
        parts.messages().add(h, new Message(Ids.next(), arrival.conversation().id(), turn, Message.Role.USER, null,
                quoted.author(), arrival.key().channel(), quoted.markdown(), List.of(), arrival.conversation().people(),
                Origin.OUTSIDE, parts.clock().instant()));
    }

    private Message store(Handle h, Arrival arrival, @Nullable String turn, Message.Role role) {
        Message message = new Message(Ids.next(), arrival.conversation().id(), turn, role, arrival.person().id(),
                arrival.person().name(), arrival.key().channel(), arrival.text(), arrival.files(),
                arrival.conversation().people(), Origin.PERSON, parts.clock().instant());
        parts.messages().add(h, message);
        return message;
    }
}

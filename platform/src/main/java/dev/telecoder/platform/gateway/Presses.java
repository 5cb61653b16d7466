package dev.telecoder.platform.gateway;

import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.InboundMessage;
import dev.telecoder.api.channel.Inbox;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.consent.Answered;
import dev.telecoder.platform.consent.Question;
import dev.telecoder.platform.identity.Person;
import java.time.Duration;
import java.util.Optional;

/** Takes the presses of buttons. One that was stored and not carried out before a crash is carried out at the next start. */
final class Presses {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final String OFFER = "offer:";

    private final Gateway.Parts parts;
    private final InboxTable inbox;
    private final Controls controls;

    Presses(Gateway.Parts parts, InboxTable inbox, Controls controls) {
        this.parts = parts;
        this.inbox = inbox;
        this.controls = controls;
    }

    Inbox.Taken take(String channel, InboundMessage message, InboundMessage.Picked picked) {
        Optional<String> id = question(channel, message.address().chat(), picked.messageId());
        if (id.isEmpty()) {
            return refused("There is no question here any more.");
        }
        Optional<Person> person =
                parts.database().read(h -> parts.people().findByAccount(h, channel, message.sender().id()));
        if (person.isEmpty()) {
            return refused(foreign(id.get()));
        }
        InboxTable.Key key = new InboxTable.Key(channel, message.id());
        boolean first = parts.database().write(h -> {
            if (inbox.seen(h, key).isPresent()) {
                return false;
            }
            inbox.add(h, key, "new", "press", JsonValue.object().put("question", id.get())
                    .put("choice", picked.choiceId()).put("person", person.get().id())
                    .put("chat", message.address().chat()).put("thread", message.address().thread()).build(), null,
                    null);
            return true;
        });
        if (!first) {
            return new Inbox.Taken(Inbox.Taken.State.SEEN, "");
        }
        if (id.get().startsWith(OFFER)) {
            String said = offered(key, id.get(), person.get(), picked.choiceId(), message.address());
            return said.isEmpty() ? new Inbox.Taken(Inbox.Taken.State.TAKEN, "") : refused(said);
        }
        Answered answered = carryOut(key, id.get(), person.get(), picked.choiceId());
        return answered.outcome() == Answered.Outcome.TAKEN ? new Inbox.Taken(Inbox.Taken.State.TAKEN, "")
                : refused(answered.sentence());
    }

    /**
     * Finds the question under a message of the platform. Whoever is quick presses before the platform's answer to us is
     * stored; after a crash just then that is known only when the question was sent once more.
     */
    private Optional<String> question(String channel, String chat, String externalId) {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (true) {
            boolean onItsWay = parts.mail().sendsQuestion(channel, chat);
            Optional<String> found = parts.mail().questionOf(channel, chat, externalId);
            if (found.isPresent() || !onItsWay || System.nanoTime() > end) {
                return found;
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
    }

    void resume(InboxTable.Open open) {
        String id = open.payload().get("question").text();
        String choice = open.payload().get("choice").text();
        ChatAddress at = new ChatAddress(open.key().channel(), open.payload().get("chat").text(),
                open.payload().get("thread").findText().orElse(null));
        parts.people().find(open.payload().get("person").text()).ifPresent(person -> {
            if (id.startsWith(OFFER)) {
                offered(open.key(), id, person, choice, at);
            } else {
                carryOut(open.key(), id, person, choice);
            }
        });
    }

    /** What the press does and that it was carried out are noted together: a crash does it wholly, once. */
    private String offered(InboxTable.Key key, String offer, Person person, String choice, ChatAddress at) {
        return parts.database().write(h -> {
            String said = controls.pressed(offer.substring(OFFER.length()), choice, person, at);
            inbox.done(h, key);
            return said;
        });
    }

    private Answered carryOut(InboxTable.Key key, String question, Person person, String choice) {
        Answered answered = QuestionMail.pick(parts.consent(), question, person, choice);
        parts.database().write(h -> {
            inbox.done(h, key);
            return null;
        });
        return answered;
    }

    private String foreign(String id) {
        return parts.consent().find(id).map(Question::askedOf).flatMap(parts.people()::find)
                .map(asked -> "Only " + asked.name() + " or an admin can answer " + id + ".")
                .orElse(id.startsWith(OFFER) ? "I do not know you. Write to me first."
                        : "There is no question " + id + ".");
    }

    private static Inbox.Taken refused(String sentence) {
        return new Inbox.Taken(Inbox.Taken.State.REFUSED, sentence);
    }
}

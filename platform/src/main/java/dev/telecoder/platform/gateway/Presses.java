package dev.telecoder.platform.gateway;

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

    private final Gateway.Parts parts;
    private final InboxTable inbox;

    Presses(Gateway.Parts parts, InboxTable inbox) {
        this.parts = parts;
        this.inbox = inbox;
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
                    .put("choice", picked.choiceId()).put("person", person.get().id()).build(), null, null);
            return true;
        });
        if (!first) {
            return new Inbox.Taken(Inbox.Taken.State.SEEN, "");
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
        parts.people().find(open.payload().get("person").text()).ifPresent(person -> carryOut(open.key(),
                open.payload().get("question").text(), person, open.payload().get("choice").text()));
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
                .orElse("There is no question " + id + ".");
    }

    private static Inbox.Taken refused(String sentence) {
        return new Inbox.Taken(Inbox.Taken.State.REFUSED, sentence);
    }
}

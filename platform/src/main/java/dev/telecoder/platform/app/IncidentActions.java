package dev.telecoder.platform.app;

import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.OutboundMessage.Choice;
import dev.telecoder.platform.consent.Question;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.conversation.Message;
import dev.telecoder.platform.heartbeat.Incidents;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import dev.telecoder.platform.store.Ids;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What the buttons under an incident do: the same wherever they are pressed. */
record IncidentActions(Host host) {

    static final List<Choice> CHOICES = List.of(new Choice("fix", "Fix"), new Choice("log", "Show log"),
            new Choice("mute", "Mute 24 h"), new Choice("flaky", "Flaky"));

    private static final String SUBJECT = "incident:";
    private static final String WORKS = "I work on a branch `telecoder/…`";
    private static final String PUSHES = ", push it and open a pull request; nothing is merged.";

    /** Carries out a press in a chat; {@return what to tell who pressed, empty if all is said there}. */
    String pressed(String subject, String choice, Person person, ChatAddress at) {
        if (!subject.startsWith(SUBJECT)) {
            return "There is nothing to do here any more.";
        }
        return host.database().write(h -> host.conversations().findByAddress(h, at)
                .flatMap(id -> host.conversations().find(h, id))
                .map(held -> act(h, number(subject), choice, person, held, at))
                .orElse("I do not know this chat yet. Write to me first."));
    }

    /** Carries out a press on the pages; {@return what to tell; empty if there is no such incident or button}. */
    Optional<String> press(long number, String choice, Person person) {
        Optional<Incidents.Known> found = host.incidents().find(number);
        if (found.isEmpty() || CHOICES.stream().noneMatch(one -> one.id().equals(choice))) {
            return Optional.empty();
        }
        return Optional.of(host.database().write(h -> {
            Conversation held = Optional.ofNullable(found.get().conversation())
                    .or(() -> Optional.ofNullable(found.get().lookedInto()))
                    .flatMap(id -> host.conversations().find(h, id))
                    .filter(known -> known.state() != Conversation.State.ARCHIVED)
                    .orElseGet(() -> host.conversations().open(h, person, "Incident " + number, "api"));
            String refused = act(h, number, choice, person, held, new ChatAddress("api", held.id(), null));
            return !refused.isEmpty() ? refused : switch (choice) {
                case "fix" -> "The agent works on it. Its conversation shows how far it is.";
                case "mute" -> "Nothing is told of it for 24 h.";
                case "flaky" -> "What says the same is not told for 30 days.";
                default -> "All that is known was sent to its conversation.";
            };
        }));
    }

    /** Begins what was offered and agreed to. */
    void agreed(Handle h, Question offer, Person person) {
        Optional<Conversation> held = host.conversations().find(h, String.valueOf(offer.conversation()));
        Optional<Incidents.Known> found = host.incidents().find(number(offer.binds()));
        if (held.isEmpty() || found.isEmpty()) {
            return;
        }
        ChatAddress at = held.get().addresses().stream().findFirst()
                .orElse(new ChatAddress("api", held.get().id(), null));
        String refused = refusal(found.get(), "fix", person);
        if (!refused.isEmpty()) {
            say(h, held.get(), at, refused);
            return;
        }
        say(h, held.get(), at, person.name() + " agreed to " + offer.id() + ". " + WORKS + " of " + offer.repo()
                + PUSHES);
        new EventTurns(host).fix(h, found.get(), person, held.get(), at, offer);
    }

    private static long number(String subject) {
        return Long.parseLong(subject.substring(SUBJECT.length()));
    }

    private static String refusal(Incidents.Known incident, String choice, Person person) {
        return !person.role().covers(choice.equals("log") ? Role.VIEWER : Role.DEVELOPER)
                ? "A " + person.role().word() + " may not do that."
                : choice.equals("fix") && !incident.open() ? "That is over already." : "";
    }

    private String act(Handle h, long number, String choice, Person person, Conversation held, ChatAddress at) {
        Optional<Incidents.Known> found = host.incidents().find(number);
        if (found.isEmpty()) {
            return "There is no incident " + number + " any more.";
        }
        Incidents.Known incident = found.get();
        String refused = refusal(incident, choice, person);
        if (!refused.isEmpty()) {
            return refused;
        }
        if (!choice.equals("log")) {
            host.consent().offers().withdraw(h, SUBJECT + number, "a button was pressed");
        }
        switch (choice) {
            case "fix" -> {
                say(h, held, at, person.name() + " pressed Fix. " + WORKS
                        + (incident.repo() == null ? "" : " of " + incident.repo()) + PUSHES);
                new EventTurns(host).fix(h, incident, person, held, at, null);
            }
            case "log" -> say(h, held, at, incident.cause());
            case "mute" -> {
                host.incidents().mute(h, incident);
                say(h, held, at, person.name() + " muted incident " + number + " for 24 h. `/mute off " + number
                        + "` ends it.");
            }
            case "flaky" -> {
                host.incidents().flaky(h, incident);
                say(h, held, at, person.name() + " marked this as flaky: what says the same is not told for 30 days."
                        + " `/mute off " + number + "` ends it.");
            }
            default -> {
                return "There is no such button.";
            }
        }
        return "";
    }

    private void say(Handle h, Conversation held, ChatAddress at, String markdown) {
        host.mail().say(h, "incident-" + Ids.next(), held, Optional.of(at), null, Message.Role.SYSTEM, markdown);
    }
}

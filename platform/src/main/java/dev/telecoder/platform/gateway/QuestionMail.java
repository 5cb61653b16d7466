package dev.telecoder.platform.gateway;

import dev.telecoder.api.channel.OutboundMessage.Choice;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.consent.Answered;
import dev.telecoder.platform.consent.Consent;
import dev.telecoder.platform.consent.Question;
import dev.telecoder.platform.consent.QuestionListener;
import dev.telecoder.platform.event.EventBus;
import dev.telecoder.platform.identity.Person;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows questions in the chats they belong to and edits them to their outcome. Safe for many threads. */
public final class QuestionMail implements QuestionListener {

    private static final Logger LOG = LoggerFactory.getLogger(QuestionMail.class);

    private static final DateTimeFormatter UNTIL = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);

    private final Mail mail;
    private final EventBus events;

    /**
     * Makes it.
     *
     * @param mail sends
     * @param events told of each question
     */
    public QuestionMail(Mail mail, EventBus events) {
        this.mail = mail;
        this.events = events;
    }

    @Override
    public void asked(Question question) {
        publish("approval.requested", question);
        if (question.isOffer()) {
            return; // what tells of the event shows it
        }
        mail.conversation(question.conversation())
                .ifPresent(conversation -> mail.ask(question.id(), conversation, text(question),
                        choices(question)));
    }

    @Override
    public void settled(Question question, String outcome) {
        publish("approval.answered", question);
        if (!question.isOffer()) {
            mail.settle(question.id(), outcome(question, outcome));
        }
    }

    /**
     * Words a question as a chat shows it.
     *
     * @param question the question
     * @return CommonMark
     */
    public static String text(Question question) {
        String until = UNTIL.format(question.expiresAt().atZone(ZoneId.systemDefault()));
        String id = question.id();
        String detail = question.detail().isBlank() ? "" : "\n" + question.detail();
        return switch (question.kind()) {
            case ONCE -> "**Approval needed** " + id + " · " + question.skill()
                    + (question.effects().isEmpty() ? "" : " (" + String.join(", ", question.effects()) + ")")
                    + (question.repo() == null ? "" : " · " + question.repo()) + "\n" + question.summary() + detail
                    + "\nAllow once · "
                    + (question.always() ? "Always allow · " : "") + "Deny, or reply /approve " + id + " or /deny " + id
                    + " until "
                    + until;
            case PLAN -> "**Plan** " + id + (question.repo() == null ? "" : " · " + question.repo()) + "\n"
                    + question.summary() + "\n"
                    + detail + "\n\nGo · Not now, or reply /approve " + id + " or /deny " + id + " until " + until;
            case QUESTION ->
                    question.summary() + (question.choices().isEmpty() ? "" : "\n" + numbered(question.choices()));
        };
    }

    /**
     * Words an offer, below the message that tells what it is about.
     *
     * @param offer the offer
     * @return CommonMark
     */
    public static String offered(Question offer) {
        return "**Offer** " + offer.id() + ": " + offer.summary() + "\n" + offer.detail()
                + "\nReply yes or no, or /approve "
                + offer.id() + " or /deny " + offer.id() + " until "
                + UNTIL.format(offer.expiresAt().atZone(ZoneId.systemDefault()));
    }

    /** Shows questions that a crash kept from being shown, and outcomes that it kept from being shown. */
    static void catchUp(Mail mail, Consent consent) {
        for (Question open : consent.list(Question.State.PENDING, 1_000)) {
            if (open.isOffer()) {
                continue; // it came with the message that tells of the event, or not at all
            }
            mail.conversation(open.conversation()).ifPresent(
                    conversation -> mail.ask(open.id(), conversation, text(open), choices(open)));
        }
        for (String settled : mail.withoutOutcome()) {
            consent.find(settled)
                    .ifPresent(question -> mail.settle(settled, outcome(question, Consent.outcome(question))));
        }
    }

    /** Takes the press of a button; one that the question does not have changes nothing. */
    static Answered pick(Consent consent, String id, Person person, String choice) {
        Optional<Question> found = consent.find(id);
        if (found.isPresent() && found.get().kind() == Question.Kind.QUESTION) {
            List<String> all = found.get().choices();
            return choice.matches("choice-\\d{1,2}") && index(choice) < all.size()
                    ? consent.answer(id, person, true, false, all.get(index(choice))) : noSuch(found.get());
        }
        return switch (choice) {
            case "allow_once" -> consent.answer(id, person, true, false, null);
            case "allow_always" -> consent.answer(id, person, true, true, null);
            case "deny" -> consent.answer(id, person, false, false, null);
            default -> found.map(QuestionMail::noSuch).orElseGet(() -> consent.answer(id, person, false, false, null));
        };
    }

    private static Answered noSuch(Question question) {
        return new Answered(Answered.Outcome.NO_SUCH, question.id() + " has no such choice.", question);
    }

    private static int index(String choice) {
        return Integer.parseInt(choice.substring("choice-".length()));
    }

    private static String outcome(Question question, String outcome) {
        return question.kind() == Question.Kind.QUESTION && question.answer() != null
                ? question.summary() + "\n\n" + question.answeredBy() + ": " + question.answer() : outcome;
    }

    private static List<Choice> choices(Question question) {
        List<Choice> choices = new ArrayList<>();
        switch (question.kind()) {
            case ONCE -> {
                choices.add(new Choice("allow_once", "Allow once"));
                if (question.always()) {
                    choices.add(new Choice("allow_always", "Always allow"));
                }
                choices.add(new Choice("deny", "Deny"));
            }
            case PLAN -> {
                choices.add(new Choice("allow_once", "Go"));
                choices.add(new Choice("deny", "Not now"));
            }
            case QUESTION -> {
                for (int i = 0; i < question.choices().size(); i++) {
                    choices.add(new Choice("choice-" + i, question.choices().get(i)));
                }
            }
        }
        return choices;
    }

    private static String numbered(List<String> choices) {
        StringBuilder lines = new StringBuilder();
        for (String choice : choices) {
            lines.append("\n- ").append(choice);
        }
        return lines.toString();
    }

    private void publish(String type, Question question) {
        LOG.info("Question {}{} is {}", question.id(), question.skill() == null ? "" : " about " + question.skill(),
                question.state().word());
        events.publish(type, question.conversation(), question.turn(),
                JsonValue.object().put("approval", question.toJson())
                        .build().toString());
    }
}

package dev.telecoder.platform.web;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.consent.Question;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.conversation.Message;
import dev.telecoder.platform.event.Event;
import dev.telecoder.platform.event.EventSubscription;
import dev.telecoder.platform.gateway.Gateway;
import dev.telecoder.platform.gateway.QuestionMail;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.store.Ids;
import dev.telecoder.platform.task.Entry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One message of a program, and what is said to it: until the turn ends, or until a person is asked, since the program can
 * answer no sooner than the answer is complete. What it then says, such as a yes or {@code /approve ID}, goes on with the turn.
 */
final class OpenAiTurn {

    private static final Duration QUIET = Duration.ofSeconds(15);

    private final WebServer.Parts parts;
    private final Conversation conversation;
    private final Person person;
    private final StringBuilder all = new StringBuilder();
    /** What came of the message that is being written. */
    private final StringBuilder message = new StringBuilder();

    OpenAiTurn(WebServer.Parts parts, Conversation conversation, Person person) {
        this.parts = parts;
        this.conversation = conversation;
        this.person = person;
    }

    /**
     * What was said.
     *
     * @param text all of it
     * @param usage the tokens it took
     */
    record Said(String text, JsonValue usage) {}

    /** Takes a piece of the answer. */
    interface Piece {
        void say(String text) throws IOException;
    }

    /** Shows that somebody is there still. */
    interface Alive {
        void tell() throws IOException;
    }

    Said say(String text, List<Message.StoredFile> files, Piece piece, Alive alive)
            throws IOException, InterruptedException {
        Optional<Question> open = parts.consent().open(conversation.id()).stream().findFirst();
        try (EventSubscription events = parts.events().subscribe(conversation.id(), parts.events().lastId())) {
            Gateway.Posted posted =
                    parts.gateway().post(person, conversation, "api", "openai-" + Ids.next(), text, files,
                            Entry.API);
            boolean command = posted.turn().isEmpty();
            String turn = command ? open.map(Question::turn).orElse("") : posted.turn();
            return listen(events, String.valueOf(turn), command, open, piece, alive);
        } catch (IOException gone) {
            // Whoever asked has gone, and nobody would hear the answer.
            parts.host().stop(conversation.id());
            throw gone;
        }
    }

    private Said listen(EventSubscription events, String turn, boolean command, Optional<Question> open, Piece piece,
            Alive alive) throws IOException, InterruptedException {
        while (!events.ended()) {
            Event event = events.poll(QUIET);
            if (event == null) {
                alive.tell();
                continue;
            }
            if (event.type().equals(EventSubscription.CUT_OFF)) {
                break;
            }
            boolean ours = turn.equals(event.turn());
            JsonValue data = event.type().startsWith("text.") || event.type().startsWith("message.")
                    || event.type().equals(Event.TURN_FINISHED) || event.type().startsWith("approval.")
                            ? parts.json().parse(event.dataJson()) : JsonValue.NULL;
            switch (event.type()) {
                case Event.TEXT_DELTA -> {
                    if (ours) {
                        String delta = data.get("text").text();
                        message.append(delta);
                        add(delta, piece);
                    }
                }
                case Event.TURN_STARTED, "skill.started" -> {
                    if (ours && !message.isEmpty()) {
                        message.setLength(0);
                        add("\n\n", piece);
                    }
                }
                case Event.MESSAGE_SENT -> {
                    String markdown = data.get("message").get("markdown").text();
                    boolean system = data.get("message").get("role").text().equals("system");
                    if (ours && !system) {
                        sent(markdown, piece);
                    } else if (command && system) {
                        sent(markdown, piece);
                        if (open.flatMap(question -> parts.consent().find(question.id()))
                                .filter(question -> question.state() != Question.State.PENDING).isEmpty()) {
                            return new Said(all.toString(), JsonValue.NULL);
                        }
                    }
                }
                case "approval.requested" -> {
                    if (ours) {
                        String asked = parts.consent().find(data.get("approval").get("id").text())
                                .map(QuestionMail::text).orElse("");
                        add((all.isEmpty() ? "" : "\n\n") + asked, piece);
                        return new Said(all.toString(), JsonValue.NULL);
                    }
                }
                case Event.TURN_FINISHED -> {
                    if (ours) {
                        return new Said(all.toString(), data.get("usage"));
                    }
                }
                default -> {}
            }
        }
        throw Problem.of(503, "TeleCoder is stopping, or the answer could not be followed.");
    }

    /** A message repeats what was told of it piece by piece, and may say more. */
    private void sent(String markdown, Piece piece) throws IOException {
        String told = message.toString();
        message.setLength(0);
        if (!told.isBlank() && markdown.startsWith(told.strip())) {
            add(markdown.substring(told.strip().length()), piece);
        } else if (!told.strip().equals(markdown.strip())) {
            add((all.isEmpty() || all.toString().endsWith("\n\n") ? "" : "\n\n") + markdown, piece);
        }
    }

    private void add(String text, Piece piece) throws IOException {
        if (!text.isEmpty()) {
            all.append(text);
            piece.say(text);
        }
    }
}

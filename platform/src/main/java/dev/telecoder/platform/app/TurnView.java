package dev.telecoder.platform.app;

import dev.telecoder.api.json.JsonValue;
import java.util.concurrent.atomic.AtomicReference;

/** Says something and shows what comes of it, until the turn has ended. One thread at a time. */
final class TurnView {

    private final Io io;
    private final Talk talk;
    private final Answering answering;
    private final Style style;
    private boolean denied;
    private final StringBuilder streamed = new StringBuilder();

    /** How a turn is shown. */
    enum Style {
        /** Each event as it is, one object a line. */
        EVENTS,
        /** Nothing but the answer on the output. */
        ANSWER,
        /** The answer as it grows. */
        LIVE
    }

    TurnView(Io io, Talk talk, Answering answering, Style style) {
        this.io = io;
        this.talk = talk;
        this.answering = answering;
        this.style = style;
    }

    /**
     * Says something and waits.
     *
     * @return how the turn ended, such as {@code done}; {@code denied} where it is done but for what was not consented to
     */
    String run(String conversation, String text) {
        AtomicReference<String> status = new AtomicReference<>("failed");
        denied = false;
        try (Talk.Events events = talk.listen(conversation)) {
            String turn = talk.say(conversation, text);
            boolean ended = events.read(event -> {
                boolean last = show(conversation, turn, event);
                if (last) {
                    status.set(turn.isEmpty() ? "done" : event.get("status").text());
                }
                return !last;
            });
            if (!ended) {
                throw CommandFailure.usage("The connection to the host was lost; the work goes on there.");
            }
        }
        return denied && status.get().equals("done") ? "denied" : status.get();
    }

    /** Shows one event, and tells whether it was the last. */
    private boolean show(String conversation, String turn, JsonValue event) {
        String type = event.get("type").text();
        boolean ours = turn.isEmpty() ? event.get("turn").isNull() : event.get("turn").text().equals(turn);
        if (!ours || isOffer(event)) {
            return false;
        }
        if (style == Style.EVENTS) {
            io.line(event.toString());
        }
        switch (type) {
            case "text.delta" -> delta(event.get("text").text());
            case "skill.started" -> progress("· " + title(event));
            case "skill.progress" -> progress("  " + event.get("line").text());
            case "skill.finished" -> {
                if (!event.get("succeeded").asBoolean(true)) {
                    progress("  did not succeed");
                }
            }
            case "approval.requested" -> {
                endLine();
                answering.answer(talk, conversation, event.get("approval"));
            }
            case "approval.answered" -> {
                JsonValue approval = event.get("approval");
                denied |= !approval.get("kind").text().equals("question")
                        && !approval.get("state").text().equals("allowed");
            }
            case "message.sent" -> {
                message(event.get("message"));
                return turn.isEmpty();
            }
            case "turn.finished" -> {
                return true;
            }
            default -> {
                // for whoever reads the events themselves
            }
        }
        return false;
    }

    /** What the host offered by itself meanwhile belongs to no turn, and no yes that was given beforehand is about it. */
    private static boolean isOffer(JsonValue event) {
        return event.get("turn").isNull() && event.get("approval").get("kind").text().equals("plan");
    }

    /** What is done, which may or may not begin with the skill's name. */
    static String title(JsonValue event) {
        String skill = event.get("skill").text();
        String title = event.get("title").text();
        return title.startsWith(skill) ? title : (skill + " " + title).strip();
    }

    private void delta(String text) {
        if (style == Style.LIVE) {
            streamed.append(text);
            io.out().print(text);
            io.out().flush();
        }
    }

    private void progress(String line) {
        endLine();
        if (style != Style.EVENTS) {
            String shown = line.strip().isEmpty() ? "" : "  " + line.stripTrailing();
            io.tell(io.colours() ? "\u001b[2m" + shown + "\u001b[0m" : shown);
        }
    }

    private void endLine() {
        if (!streamed.isEmpty()) {
            io.line("");
            streamed.setLength(0);
        }
    }

    private void message(JsonValue message) {
        String text = message.get("markdown").text();
        switch (style) {
            case EVENTS -> {}
            case ANSWER -> io.line(text);
            case LIVE -> {
                String before = streamed.toString().strip();
                boolean grown = !before.isEmpty() && text.strip().startsWith(before);
                if (!grown) {
                    endLine();
                }
                io.line(grown ? text.strip().substring(before.length()) : text);
                streamed.setLength(0);
            }
        }
    }
}

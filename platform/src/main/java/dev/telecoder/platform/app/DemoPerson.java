package dev.telecoder.platform.app;

import dev.telecoder.api.json.JsonValue;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** Plays the person of the demo through the API, and writes down what is said. */
final class DemoPerson {

    private static final int WIDTH = 96;

    private final Io io;
    private final Talk talk;
    private final boolean deny;
    private final Map<String, String> skills = new HashMap<>();
    private final StringBuilder words = new StringBuilder();

    DemoPerson(Io io, Talk talk, boolean deny) {
        this.io = io;
        this.talk = talk;
        this.deny = deny;
    }

    /** Writes a message and waits until it is dealt with. */
    String converse(String message) {
        String conversation = talk.begin(null, null);
        AtomicReference<String> status = new AtomicReference<>("failed");
        try (Talk.Events events = talk.listen(conversation)) {
            bubble("you", message);
            talk.say(conversation, message);
            events.read(until(status, true));
        }
        return status.get();
    }

    /** Only looks on; somebody else is the person. */
    String watch(HostClient host) {
        AtomicReference<String> status = new AtomicReference<>("failed");
        try (Talk.Events events = host.events("/api/v1/events", null)) {
            events.read(until(status, false));
        }
        return status.get();
    }

    private Predicate<JsonValue> until(AtomicReference<String> status, boolean answers) {
        return event -> {
            switch (event.get("type").text()) {
                case "text.delta" -> words.append(event.get("text").text());
                case "skill.started" -> {
                    said();
                    skills.put(event.get("run").text(), event.get("skill").text());
                    line("⚙ " + title(event));
                }
                case "skill.finished" -> line((event.get("succeeded").asBoolean(false) ? "✓ " : "✗ ")
                        + skills.getOrDefault(event.get("run").text(), "") + "  " + event.get("ms").text() + " ms");
                case "approval.requested" -> asked(event.get("approval"), answers);
                case "approval.answered" -> line("  " + event.get("approval").get("id").text() + " "
                        + event.get("approval").get("state").text() + " by "
                        + event.get("approval").get("answered_by").text());
                case "message.received" -> {
                    if (!answers) {
                        bubble("you", event.get("message").get("markdown").text());
                    }
                }
                case "message.sent" -> {
                    words.setLength(0);
                    bubble("TeleCoder", event.get("message").get("markdown").text());
                }
                case "turn.finished" -> {
                    status.set(event.get("status").text());
                    return false;
                }
                default -> {}
            }
            return true;
        };
    }

    private void asked(JsonValue question, boolean answers) {
        said();
        String id = question.get("id").text();
        boolean push = question.get("effects").items().stream().anyMatch(effect -> effect.text().equals("push"));
        bubble("TeleCoder",
                "Approval needed " + id + " · " + question.get("skill").text() + (push ? " (push)" : "") + " · "
                        + question.get("repo").text() + "\n" + question.get("summary").text());
        if (answers) {
            boolean no = deny && push;
            bubble("you", no ? "[Deny]" : "[Allow once]");
            talk.answer(id, no ? "deny" : "allow_once");
        }
    }

    /** What was said before a tool was called is a bubble of its own. */
    private void said() {
        if (!words.toString().isBlank()) {
            bubble("TeleCoder", words.toString().strip());
        }
        words.setLength(0);
    }

    private static String title(JsonValue event) {
        String title = TurnView.title(event);
        return title.length() > WIDTH - 20 ? title.substring(0, WIDTH - 21) + "…" : title;
    }

    private void line(String text) {
        io.tell(dim("    " + text));
    }

    private void bubble(String who, String text) {
        boolean you = who.equals("you");
        io.tell("");
        String margin = you ? " ".repeat(24) : "  ";
        io.tell(colour(margin + who, you ? "36" : "32"));
        for (String paragraph : text.strip().split("\n")) {
            wrap(paragraph, WIDTH - margin.length() - 2).lines().forEach(row -> io.tell(margin + "│ " + row));
        }
    }

    private static String wrap(String text, int width) {
        StringBuilder out = new StringBuilder();
        int column = 0;
        for (String word : text.split(" ")) {
            if (column > 0 && column + word.length() + 1 > width) {
                out.append('\n');
                column = 0;
            }
            out.append(column > 0 ? " " : "").append(word);
            column += word.length() + (column > 0 ? 1 : 0);
        }
        return out.isEmpty() ? " " : out.toString();
    }

    private String dim(String text) {
        return colour(text, "2");
    }

    private String colour(String text, String code) {
        return io.colours() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}

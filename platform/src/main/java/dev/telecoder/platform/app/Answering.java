package dev.telecoder.platform.app;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.consent.Question;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who answers the questions of a turn: a person at the terminal, {@code --yes}, or nobody, which is a no.
 *
 * @param io where a person is asked
 * @param typed what a person types, or {@code null} where there is none
 * @param yes whether a yes was given beforehand, for this turn and up to EXTERNAL
 */
record Answering(Io io, @Nullable BufferedReader typed, boolean yes) {

    /** Answers one question. */
    void answer(Talk talk, String conversation, JsonValue question) {
        String id = question.get("id").text();
        if (typed != null) {
            ask(typed, talk, conversation, question);
            return;
        }
        boolean agreed = yes && switch (question.get("kind").text()) {
            case "plan" -> true;
            case "once" -> !question.get("risk").text().equals("DANGEROUS");
            default -> false;
        };
        io.tell("  ? " + id + " " + question.get("summary").text() + " -> " + (agreed ? "allowed by --yes" : "no ("
                + (yes ? "--yes does not cover it" : "nobody is at the terminal, and --yes was not given") + ")"));
        talk.answer(id, agreed ? "allow_once" : "deny");
    }

    private void ask(BufferedReader lines, Talk talk, String conversation, JsonValue question) {
        String id = question.get("id").text();
        io.tell("");
        if (question.get("kind").text().equals(Question.Kind.QUESTION.word())) {
            io.tell("  ? " + question.get("summary").text());
            List<JsonValue> choices = question.get("choices").items();
            for (int i = 0; i < choices.size(); i++) {
                io.tell("    " + (i + 1) + ") " + choices.get(i).text());
            }
            String answer = line(lines, "  answer: ");
            boolean picked = answer.matches("\\d{1,2}") && Integer.parseInt(answer) >= 1
                    && Integer.parseInt(answer) <= choices.size();
            if (answer.isBlank()) {
                talk.answer(id, "deny");
            } else {
                talk.say(conversation, picked ? choices.get(Integer.parseInt(answer) - 1).text() : answer);
            }
            return;
        }
        boolean plan = question.get("kind").text().equals("plan");
        io.tell("  Approval needed " + id + (question.get("skill").isNull() ? "" : " · " + question.get("skill").text())
                + (question.get("repo").isNull() ? "" : " · " + question.get("repo").text()));
        io.tell("  " + question.get("summary").text());
        question.get("detail").text().lines().forEach(line -> io.tell("  " + line));
        boolean always = question.get("always").asBoolean(false);
        while (true) {
            String answer = line(lines, plan ? "  [g]o or [n]ot now: "
                    : always ? "  allow [o]nce, [a]lways, or [d]eny: " : "  allow [o]nce or [d]eny: ")
                    .toLowerCase(Locale.ROOT);
            switch (answer) {
                case "o", "once", "y", "yes", "g", "go", "ok" -> {
                    talk.answer(id, "allow_once");
                    return;
                }
                case "a", "always" -> {
                    talk.answer(id, always ? "allow_always" : "allow_once");
                    return;
                }
                case "d", "deny", "n", "no", "" -> {
                    talk.answer(id, "deny");
                    return;
                }
                default -> io.tell("  Please answer with one of the letters in brackets.");
            }
        }
    }

    private String line(BufferedReader lines, String prompt) {
        io.err().print(prompt);
        io.err().flush();
        try {
            String read = lines.readLine();
            return read == null ? "" : read.strip();
        } catch (IOException e) {
            return "";
        }
    }
}

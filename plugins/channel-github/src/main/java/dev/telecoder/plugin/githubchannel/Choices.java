package dev.telecoder.plugin.githubchannel;

import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.InboundMessage.Picked;
import dev.telecoder.api.channel.OutboundMessage.Choice;
import dev.telecoder.plugin.githubchannel.OpenQuestions.Open;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers to pick from, where there are no buttons: each has a number, and a comment that is nothing else picks it. The newest
 * question of a conversation counts, also after a restart. Safe for many threads.
 */
final class Choices {

    private static final int SHORT = 40;

    /** Each of them is answered or runs out, and is edited then; what is left here was asked by a home that is gone. */
    private static final int MOST = 1_000;

    private final OpenQuestions kept;
    private final Map<ChatAddress, Open> open;

    Choices(OpenQuestions kept) {
        this.kept = kept;
        this.open = kept.read();
    }

    static String written(List<Choice> choices) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < choices.size(); i++) {
            text.append(i == 0 ? "\n\n" : "\n").append(i + 1).append(". ").append(choices.get(i).label());
        }
        return choices.isEmpty() ? "" : text.append("\n\nA comment with the number is an answer.").toString();
    }

    synchronized void asked(ChatAddress at, String messageId, List<Choice> choices) {
        if (choices.isEmpty()) {
            return;
        }
        open.remove(at); // the newest stands last
        open.put(at, new Open(messageId, List.copyOf(choices)));
        if (open.size() > MOST) {
            open.remove(open.keySet().iterator().next());
        }
        kept.write(open);
    }

    /** A question that is answered is edited, and offers nothing any more. */
    synchronized void changed(ChatAddress at, String messageId, List<Choice> choices) {
        Open asked = open.get(at);
        if (asked == null || !asked.messageId().equals(messageId)) {
            return;
        }
        if (choices.isEmpty()) {
            open.remove(at);
        } else {
            open.put(at, new Open(messageId, List.copyOf(choices)));
        }
        kept.write(open);
    }

    /** Whether a comment may be an answer without calling us: a question stands open there, and it is a few words. */
    synchronized boolean isAnswer(ChatAddress at, String text) {
        return text.startsWith("/approve ") || text.startsWith("/deny ")
                || open.containsKey(at) && !text.isEmpty() && text.length() <= SHORT && text.indexOf('\n') < 0;
    }

    synchronized Optional<Picked> picked(ChatAddress at, String text) {
        Open asked = open.get(at);
        if (asked == null || !text.matches("[1-9]\\d?")) {
            return Optional.empty();
        }
        int number = Integer.parseInt(text);
        return number > asked.choices().size() ? Optional.empty()
                : Optional.of(new Picked(asked.messageId(), asked.choices().get(number - 1).id()));
    }
}

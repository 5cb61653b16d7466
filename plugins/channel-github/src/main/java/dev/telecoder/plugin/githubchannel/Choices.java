package dev.telecoder.plugin.githubchannel;

import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.InboundMessage.Picked;
import dev.telecoder.api.channel.OutboundMessage.Choice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers to pick from, where there are no buttons: each has a number, and a comment that is nothing else picks it. The newest
 * question of a conversation counts; after a restart it is answered in words. Safe for many threads.
 */
final class Choices {

    private static final int SHORT = 40;

    private final Map<ChatAddress, Open> open = new ConcurrentHashMap<>();

    private record Open(String messageId, List<Choice> choices) {}

    static String written(List<Choice> choices) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < choices.size(); i++) {
            text.append(i == 0 ? "\n\n" : "\n").append(i + 1).append(". ").append(choices.get(i).label());
        }
        return choices.isEmpty() ? "" : text.append("\n\nA comment with the number is an answer.").toString();
    }

    void asked(ChatAddress at, String messageId, List<Choice> choices) {
        if (!choices.isEmpty()) {
            open.put(at, new Open(messageId, List.copyOf(choices)));
        }
    }

    /** A question that is answered is edited, and offers nothing any more. */
    void changed(ChatAddress at, String messageId, List<Choice> choices) {
        open.computeIfPresent(at, (key, asked) -> !asked.messageId().equals(messageId) ? asked
                : choices.isEmpty() ? null : new Open(messageId, List.copyOf(choices)));
    }

    /** Whether a comment may be an answer without calling us: a question stands open there, and it is a few words. */
    boolean isAnswer(ChatAddress at, String text) {
        return text.startsWith("/approve ") || text.startsWith("/deny ")
                || open.containsKey(at) && !text.isEmpty() && text.length() <= SHORT && text.indexOf('\n') < 0;
    }

    Optional<Picked> picked(ChatAddress at, String text) {
        Open asked = open.get(at);
        if (asked == null || !text.matches("[1-9]\\d?")) {
            return Optional.empty();
        }
        int number = Integer.parseInt(text);
        return number > asked.choices().size() ? Optional.empty()
                : Optional.of(new Picked(asked.messageId(), asked.choices().get(number - 1).id()));
    }
}

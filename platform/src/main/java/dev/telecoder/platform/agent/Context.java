package dev.telecoder.platform.agent;

import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.Content;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a conversation fit a model: results of tools that are long past are masked first, then whole earlier turns go, the
 * oldest first. What the person said in the present turn always stays. Sizes are estimated at four bytes a token.
 */
final class Context {

    private static final int MASK_ABOVE = 400;

    private Context() {}

    /**
     * Fits messages into a budget.
     *
     * @param earlier the messages of earlier turns, oldest turn first
     * @param now the messages of the present turn
     * @param tokens the budget
     */
    static List<ChatMessage> fit(List<List<ChatMessage>> earlier, List<ChatMessage> now, int tokens) {
        List<List<ChatMessage>> turns = new ArrayList<>(earlier);
        List<ChatMessage> present = now;
        if (size(turns) + sizeOf(present) > tokens) {
            turns.replaceAll(Context::masked);
        }
        while (!turns.isEmpty() && size(turns) + sizeOf(present) > tokens) {
            turns.removeFirst();
        }
        if (sizeOf(present) > tokens) {
            int keep = Math.max(0, present.size() - 4);
            List<ChatMessage> shortened = new ArrayList<>(masked(present.subList(0, keep)));
            shortened.addAll(present.subList(keep, present.size()));
            present = shortened;
        }
        List<ChatMessage> all = new ArrayList<>();
        turns.forEach(all::addAll);
        all.addAll(present);
        return all;
    }

    static int tokens(List<ChatMessage> messages) {
        return sizeOf(messages);
    }

    private static int size(List<List<ChatMessage>> turns) {
        return turns.stream().mapToInt(Context::sizeOf).sum();
    }

    private static int sizeOf(List<ChatMessage> messages) {
        return messages.stream().flatMap(message -> message.content().stream())
                .mapToInt(content -> content.plainText().length() / 4 + 8).sum();
    }

    private static List<ChatMessage> masked(List<ChatMessage> messages) {
        return messages.stream().map(message -> new ChatMessage(message.role(), message.content().stream()
                .map(Context::masked).toList())).toList();
    }

    private static Content masked(Content content) {
        return content instanceof Content.ToolResult result && result.text().length() > MASK_ABOVE
                ? new Content.ToolResult(result.callId(),
                        "[result left out to save space; run the tool again if you need it]",
                        result.failed())
                : content;
    }
}

package dev.telecoder.platform.agent;

import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Makes a conversation fit a model: from 60 % of the budget on, results of tools in earlier turns are masked; from 80 % on,
 * whole earlier turns shrink to what the person said and how it ended, and old results of the present turn are masked.
 * What the person said stays as long as there is any room, and no call is parted from its result. It goes by steps and not by little and little,
 * so that one prompt begins as the one before it. Sizes are estimated at four bytes a token.
 */
final class Context {

    private static final int MASK_ABOVE = 400;
    private static final int STEP = 8;
    private static final int NEWEST = 4;
    private static final int ENDING = 600;
    private static final String MASK = "[result left out to save space; run the tool again if you need it]";

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
        if (size(turns) + sizeOf(now) > share(tokens, 60)) {
            turns.replaceAll(messages -> mapped(messages, Context::masked));
        }
        int most = share(tokens, 80);
        for (int done = 0; done < turns.size() && size(turns) + sizeOf(now) > most; done += STEP) {
            for (int i = done; i < Math.min(done + STEP, turns.size()); i++) {
                turns.set(i, ending(turns.get(i)));
            }
        }
        for (int to = STEP; size(turns) + sizeOf(present) > most && to - STEP < now.size() - NEWEST; to += STEP) {
            int until = Math.min(to, now.size() - NEWEST);
            present = new ArrayList<>(mapped(now.subList(0, until), Context::masked));
            present.addAll(now.subList(until, now.size()));
        }
        // Only a model that would else refuse it all loses words of the person, the oldest first; they stay in the store.
        for (int i = 0; i < turns.size() && size(turns) + sizeOf(present) > tokens; i++) {
            turns.set(i, mapped(ending(turns.get(i)), Context::shortened));
        }
        int left = tokens - size(turns);
        if (sizeOf(present) > left) {
            long results = present.stream().flatMap(message -> message.content().stream())
                    .filter(Content.ToolResult.class::isInstance).count();
            int each = (int) Math.max(MASK_ABOVE, Math.max(0, left) * 2L / Math.max(1, results));
            present = mapped(present, content -> cut(content, each));
        }
        List<ChatMessage> all = new ArrayList<>();
        turns.forEach(all::addAll);
        all.addAll(present);
        return all;
    }

    static int tokens(List<ChatMessage> messages) {
        return sizeOf(messages);
    }

    private static int share(int tokens, int percent) {
        return (int) (tokens * (long) percent / 100);
    }

    private static int size(List<List<ChatMessage>> turns) {
        return turns.stream().mapToInt(Context::sizeOf).sum();
    }

    private static int sizeOf(List<ChatMessage> messages) {
        return messages.stream().flatMap(message -> message.content().stream())
                .mapToInt(content -> content.plainText().length() / 4 + 8).sum();
    }

    /** What remains of a turn: all that the person said, and how it ended. */
    private static List<ChatMessage> ending(List<ChatMessage> turn) {
        List<Content> words = turn.stream().filter(message -> message.role() == ChatMessage.Role.USER)
                .flatMap(message -> message.content().stream()).filter(Content.Text.class::isInstance).toList();
        if (words.isEmpty()) {
            return List.of();
        }
        long calls = turn.stream().flatMap(message -> message.content().stream())
                .filter(Content.ToolCall.class::isInstance).count();
        String last = turn.getLast().role() == ChatMessage.Role.ASSISTANT ? turn.getLast().text().strip() : "";
        return List.of(new ChatMessage(ChatMessage.Role.USER, words),
                ChatMessage.text(ChatMessage.Role.ASSISTANT,
                        (calls == 0 ? "" : "[" + calls + " tool calls left out to save space]\n")
                                + (last.length() > ENDING ? last.substring(0, ENDING) + "…"
                                        : last.isEmpty() ? "(done)" : last)));
    }

    private static List<ChatMessage> mapped(List<ChatMessage> messages, UnaryOperator<Content> each) {
        return messages.stream().map(message -> new ChatMessage(message.role(), message.content().stream()
                .map(each).toList())).toList();
    }

    private static Content masked(Content content) {
        return content instanceof Content.ToolResult result && result.text().length() > MASK_ABOVE
                ? new Content.ToolResult(result.callId(), MASK, result.failed())
                : content;
    }

    private static Content shortened(Content content) {
        return content instanceof Content.Text text && text.text().length() > ENDING
                ? new Content.Text(text.text().substring(0, ENDING) + "\n[the rest was left out to save space]")
                : content;
    }

    private static Content cut(Content content, int chars) {
        return content instanceof Content.ToolResult result && result.text().length() > chars
                ? new Content.ToolResult(result.callId(), result.text().substring(0, chars)
                        + "\n[the rest was left out to save space]", result.failed())
                : content;
    }
}

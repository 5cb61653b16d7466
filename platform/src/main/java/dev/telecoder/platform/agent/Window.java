package dev.telecoder.platform.agent;

import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a model reads of a conversation: the summary of what came before, the results that are left out, and the rest as it
 * was. Follows from the turns and the {@link Memory} alone. Sizes are estimated at four bytes a token.
 */
final class Window {

    private static final int MASK_ABOVE = 400;
    private static final int IMAGE_TOKENS = 1_500;
    private static final String MASK = "[result left out to save space; run the tool again if you need it]";
    private static final String REST = "\n[the rest was left out to save space]";

    private Window() {}

    /** The messages to send. They begin with the person and alternate, and each call has its result. */
    static List<ChatMessage> of(List<Past> turns, Memory memory) {
        List<ChatMessage> all = new ArrayList<>();
        int first = memory.from() == null ? 0 : Math.max(0, number(turns, memory.from().turn()));
        int maskTurn = memory.masked() == null ? -1 : number(turns, memory.masked().turn());
        for (int t = first; t < turns.size(); t++) {
            List<ChatMessage> messages = turns.get(t).messages();
            int begin = memory.from() != null && memory.from().turn().equals(turns.get(t).turn())
                    ? Math.min(memory.from().index(), messages.size()) : 0;
            for (int i = begin; i < messages.size(); i++) {
                boolean mask = t < maskTurn || t == maskTurn && i < memory.masked().index();
                all.add(mask ? mapped(messages.get(i), Window::masked) : messages.get(i));
            }
        }
        if (!memory.summary().isEmpty()) {
            Content before = new Content.Text(before(memory));
            if (all.isEmpty() || all.getFirst().role() == ChatMessage.Role.ASSISTANT) {
                all.addFirst(new ChatMessage(ChatMessage.Role.USER, List.of(before)));
            } else {
                List<Content> joined = new ArrayList<>(List.of(before));
                joined.addAll(all.getFirst().content());
                all.set(0, new ChatMessage(ChatMessage.Role.USER, joined));
            }
        }
        return all;
    }

    /**
     * Shortens what a model would else refuse whole: long results, and then long texts. Each stays, and begins as it was.
     *
     * @param tokens how much may be left
     */
    static List<ChatMessage> squeezed(List<ChatMessage> messages, int tokens) {
        List<ChatMessage> shorter = messages;
        int results = 30_000;
        for (; size(shorter) > tokens && results >= 100; results /= 2) {
            shorter = cut(messages, results, Integer.MAX_VALUE);
        }
        for (int texts = 30_000; size(shorter) > tokens && texts >= 50; texts /= 2) {
            shorter = cut(messages, 100, texts);
        }
        return shorter;
    }

    static int size(List<ChatMessage> messages) {
        return messages.stream().mapToInt(Window::size).sum();
    }

    /** The same in characters, without what stands around each piece. */
    static int chars(List<ChatMessage> messages) {
        return messages.stream().flatMap(message -> message.content().stream()).mapToInt(
                content -> content instanceof Content.Image ? IMAGE_TOKENS * 4 : content.plainText().length()).sum();
    }

    static int size(ChatMessage message) {
        return message.content().stream().mapToInt(content -> 8 + (content instanceof Content.Image ? IMAGE_TOKENS
                : content.plainText().length() / 4)).sum();
    }

    static int number(List<Past> turns, String turn) {
        for (int t = 0; t < turns.size(); t++) {
            if (turns.get(t).turn().equals(turn)) {
                return t;
            }
        }
        return -1;
    }

    private static String before(Memory memory) {
        StringBuilder text = new StringBuilder("[What came before was summarised to save space.]\n")
                .append(memory.summary().strip());
        if (!memory.words().isEmpty()) {
            text.append("\n\n[What was said to you until then, word for word, the oldest first:]");
            memory.words().forEach(words -> text.append("\n- ").append(words.strip().replace("\n", "\n  ")));
        }
        return text.append("\n[What follows is as it was.]").toString();
    }

    private static ChatMessage mapped(ChatMessage message, UnaryOperator<Content> each) {
        return new ChatMessage(message.role(), message.content().stream().map(each).toList());
    }

    private static Content masked(Content content) {
        return switch (content) {
            case Content.ToolResult result when result.text().length() > MASK_ABOVE ->
                    new Content.ToolResult(result.callId(), MASK, result.failed());
            case Content.Image image -> new Content.Text(image.plainText());
            default -> content;
        };
    }

    private static List<ChatMessage> cut(List<ChatMessage> messages, int resultChars, int textChars) {
        return messages.stream().map(message -> mapped(message, content -> cut(content, resultChars, textChars)))
                .toList();
    }

    private static Content cut(Content content, int resultChars, int textChars) {
        return switch (content) {
            case Content.ToolResult result when result.text().length() > resultChars ->
                    new Content.ToolResult(result.callId(), head(result.text(), resultChars) + REST, result.failed());
            case Content.Text text when text.text().length() > textChars ->
                    new Content.Text(head(text.text(), textChars) + REST);
            case Content.Image image -> new Content.Text(image.plainText());
            default -> content;
        };
    }

    /** The beginning of a text, never ending in half a character. */
    static String head(String text, int chars) {
        if (text.length() <= chars) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(chars - 1)) ? chars - 1 : chars);
    }
}

package dev.telecoder.platform.agent;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.Content;
import dev.telecoder.platform.task.Entry;
import dev.telecoder.platform.task.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes a conversation fit a model: from 60 % of the budget on, old results of tools are left out in one batch, as soon as that
 * frees a good part of it; from 80 % on, what came before is summarised, with all that people said kept word for word. No call
 * is parted from its result, and it always gets on, also when no summary can be had. What was decided is stored, so that one
 * prompt begins as the one before it, also after a restart. Safe for many threads, one at a time for a conversation.
 */
final class Context {

    /** So many turns are summarised even where they are short. */
    private static final int MOST_TURNS = 150;

    private static final int LONG_WORDS = 600;

    /** Nobody who asks for a summary gains by one of less. */
    private static final int SHORTEST_CHARS = 400;

    private final Memories memories;
    private final Summaries summaries;
    private final Map<String, String> wanted = new ConcurrentHashMap<>();

    Context(Memories memories, Summaries summaries) {
        this.memories = memories;
        this.summaries = summaries;
    }

    /**
     * What to send.
     *
     * @param messages the messages
     * @param compacted whether the conversation was summarised just now
     */
    record Fit(List<ChatMessage> messages, boolean compacted) {}

    /**
     * Fits a conversation into a budget.
     *
     * @param turn the present turn
     * @param turns what was said, the present turn last
     * @param outside whether others wrote some of it
     * @param tokens the budget
     * @param cancellation ends the wait for a summary
     */
    Fit fit(Turn turn, List<Past> turns, boolean outside, int tokens, CancellationToken cancellation) {
        String conversation = turn.conversation();
        Memory memory = memories.of(conversation);
        List<ChatMessage> messages = Window.of(turns, memory);
        String focus = wanted.remove(conversation);
        int size = Window.size(messages);
        if (focus == null && size > share(tokens, 60)) {
            Memory masked = memory.maskedTo(spot(turns, memory, share(tokens, 10), false));
            List<ChatMessage> without = Window.of(turns, masked);
            if (size - Window.size(without) >= worth(messages, memory, tokens)) {
                memories.keep(conversation, masked);
                memory = masked;
                messages = without;
                size = Window.size(messages);
            }
        }
        boolean compacted = false;
        if (focus != null || size > share(tokens, 80) || turns.size() > MOST_TURNS) {
            Memory.Spot until = spot(turns, memory, share(tokens, focus == null ? 20 : 5), true);
            Memory shorter = until.equals(begin(turns, memory)) || focus != null && isShort(turns, memory, until) ? null
                    : shortened(turn, turns, memory, until, outside, tokens, focus, cancellation);
            // What the host decided is kept in any case, or it would decide so again at each call.
            if (shorter != null && (focus == null || isShorter(turns, shorter, memory))) {
                memories.keep(conversation, shorter);
                messages = Window.of(turns, shorter);
                compacted = true;
            }
        }
        return new Fit(Window.size(messages) > tokens ? Window.squeezed(messages, tokens) : messages, compacted);
    }

    /**
     * How much must become free for results to be left out. Providers read what they know at a tenth of the price, and all of it
     * anew after that: it pays where it lasts nearly as long as a summary, which leaves what people said and a fifth.
     */
    private static int worth(List<ChatMessage> messages, Memory memory, int tokens) {
        int words = memory.words().stream().mapToInt(String::length).sum() / 4;
        for (ChatMessage message : messages) {
            words += message.role() == ChatMessage.Role.USER ? message.text().length() / 4 : 0;
        }
        return Math.max(share(tokens, 10), share(share(tokens, 58) - Math.min(words, share(tokens, 40)), 70));
    }

    /** Asks for a summary before the next call to the model. */
    void want(String conversation, String focus) {
        wanted.put(conversation, focus);
    }

    /**
     * Summarises all of a conversation in which nothing runs.
     *
     * @param last its last turn
     * @param turns what was said, that turn last
     * @return the summary; empty if nothing would be shorter by one
     */
    String compact(Turn last, List<Past> turns, boolean outside, String focus, CancellationToken cancellation) {
        Memory memory = memories.of(last.conversation());
        Past end = turns.getLast();
        Memory.Spot until = new Memory.Spot(end.turn(), end.messages().size());
        if (until.equals(memory.from())) {
            return memory.summary();
        }
        if (isShort(turns, memory, until)) {
            return "";
        }
        Memory shorter = shortened(last, turns, memory, until, outside, 40_000, focus, cancellation);
        if (!isShorter(turns, shorter, memory)) {
            return "";
        }
        memories.keep(last.conversation(), shorter);
        return shorter.summary();
    }

    private Memory shortened(Turn turn, List<Past> turns, Memory memory, Memory.Spot until, boolean outside, int tokens,
            @Nullable String focus, CancellationToken cancellation) {
        List<ChatMessage> dropped = between(turns, begin(turns, memory), until);
        List<String> words = new ArrayList<>(memory.words());
        dropped.stream().filter(message -> message.role() == ChatMessage.Role.USER)
                .flatMap(message -> message.content().stream())
                .forEach(content -> {
                    if (content instanceof Content.Text text && !text.text().isBlank()) {
                        words.add(text.text());
                    }
                });
        boolean mayAsk = focus != null || turn.entry() != Entry.CLI;
        String summary = mayAsk ? summaries.ask(turn, memory.summary(), dropped, focus == null ? "" : focus, tokens,
                cancellation) : Summaries.ofRecord(memory.summary(), dropped);
        if (summary.length() > replaced(memory, dropped)) {
            String record = Summaries.ofRecord(memory.summary(), dropped);
            summary = record.length() < summary.length() ? record : summary;
        }
        return new Memory(until, summary, fitting(words, share(tokens, 40)), memory.outside() || outside,
                memory.masked());
    }

    /** Whether what a summary would take the place of is hardly longer than one that says nothing. */
    private static boolean isShort(List<Past> turns, Memory memory, Memory.Spot until) {
        return replaced(memory, between(turns, begin(turns, memory), until)) < SHORTEST_CHARS;
    }

    private static boolean isShorter(List<Past> turns, Memory now, Memory before) {
        return Window.chars(Window.of(turns, now)) < Window.chars(Window.of(turns, before));
    }

    /** How many characters a summary takes the place of: all but what people said, which stays beside it. */
    private static int replaced(Memory memory, List<ChatMessage> dropped) {
        return memory.summary().length() + dropped.stream().flatMap(message -> message.content().stream()
                .filter(content -> message.role() == ChatMessage.Role.ASSISTANT || !(content instanceof Content.Text)))
                .mapToInt(content -> content.plainText().length()).sum();
    }

    /** Words stay whole as long as there is any room; then the longest of old ones lose their ends, never their beginnings. */
    private static List<String> fitting(List<String> words, int tokens) {
        List<String> kept = new ArrayList<>(words);
        int size = kept.stream().mapToInt(String::length).sum() / 4;
        for (int most = LONG_WORDS; size > tokens && most >= 40; most /= 2) {
            for (int i = 0; i < kept.size() - 1 && size > tokens; i++) {
                String one = kept.get(i);
                if (one.length() > most + 40) {
                    kept.set(i, Window.head(one, most) + " [the rest was left out to save space]");
                    size -= (one.length() - kept.get(i).length()) / 4;
                }
            }
        }
        return kept;
    }

    private static Memory.Spot begin(List<Past> turns, Memory memory) {
        Memory.Spot from = memory.from();
        return from == null || Window.number(turns, from.turn()) < 0 ? new Memory.Spot(turns.getFirst().turn(), 0)
                : from;
    }

    /**
     * The place behind which no more than a number of tokens lie. The last message is always behind it, and, at a place where
     * the conversation is cut, so is the call to which it is the result.
     */
    private static Memory.Spot spot(List<Past> turns, Memory memory, int tokens, boolean cut) {
        Memory.Spot begin = begin(turns, memory);
        int first = Window.number(turns, begin.turn());
        Memory.Spot best = null;
        int size = 0;
        for (int t = turns.size() - 1; t >= first; t--) {
            List<ChatMessage> messages = turns.get(t).messages();
            int end = t == first ? Math.min(begin.index(), messages.size()) : 0;
            for (int i = messages.size() - 1; i >= end; i--) {
                size += Window.size(messages.get(i));
                boolean fits = !cut || i == 0 || messages.get(i).role() == ChatMessage.Role.ASSISTANT;
                if (fits && (best == null || size <= tokens)) {
                    best = new Memory.Spot(turns.get(t).turn(), i);
                }
                if (best != null && size > tokens) {
                    return best;
                }
            }
        }
        return best == null ? begin : best;
    }

    private static List<ChatMessage> between(List<Past> turns, Memory.Spot from, Memory.Spot until) {
        List<ChatMessage> all = new ArrayList<>();
        int first = Window.number(turns, from.turn());
        int last = Window.number(turns, until.turn());
        for (int t = first; t <= last; t++) {
            List<ChatMessage> messages = turns.get(t).messages();
            int begin = t == first ? Math.min(from.index(), messages.size()) : 0;
            int end = t == last ? Math.min(until.index(), messages.size()) : messages.size();
            all.addAll(messages.subList(Math.min(begin, end), end));
        }
        return all;
    }

    private static int share(int tokens, int percent) {
        return (int) (tokens * (long) percent / 100);
    }
}

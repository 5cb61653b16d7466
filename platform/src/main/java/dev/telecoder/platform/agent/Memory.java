package dev.telecoder.platform.agent;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much of a conversation the model still reads as it was. It changes in few large steps, so that one prompt begins as the
 * one before it.
 *
 * @param from where what is read as it was begins; {@code null} for the beginning of the conversation
 * @param summary what came before, in short; empty if nothing was left out
 * @param words what was said to the agent before, word for word, oldest first
 * @param outside whether what others wrote went into the summary or the words
 * @param masked up to where results of tools are left out; {@code null} if none is
 */
record Memory(@Nullable Spot from, String summary, List<String> words, boolean outside, @Nullable Spot masked) {

    static final Memory WHOLE = new Memory(null, "", List.of(), false, null);

    Memory {
        words = List.copyOf(words);
    }

    /**
     * A place in a conversation.
     *
     * @param turn the turn
     * @param index the number of the message in it
     */
    record Spot(String turn, int index) {}

    Memory maskedTo(Spot spot) {
        return new Memory(from, summary, words, outside, spot);
    }
}

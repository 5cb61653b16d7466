package dev.telecoder.platform.skill.yaml;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Lines of which the first and the last are kept and those between counted. Safe for many threads. */
final class Kept {

    private final int head;
    private final int tail;
    private final List<String> first = new ArrayList<>();
    private final Deque<String> last = new ArrayDeque<>();
    private int firstChars;
    private int lastChars;
    private long leftOut;

    /**
     * Makes it.
     *
     * @param head how many characters of the beginning are kept
     * @param tail how many characters of the end are kept
     */
    Kept(int head, int tail) {
        this.head = head;
        this.tail = tail;
    }

    synchronized void add(String line) {
        if (last.isEmpty() && leftOut == 0 && firstChars + line.length() < head) {
            first.add(line);
            firstChars += line.length() + 1;
            return;
        }
        // Of a line that alone is too long its end is kept.
        String kept = line.length() < tail ? line : line.substring(line.length() - tail + 1);
        leftOut += line.length() - kept.length();
        last.add(kept);
        lastChars += kept.length() + 1;
        while (lastChars > tail) {
            int length = last.removeFirst().length() + 1;
            lastChars -= length;
            leftOut += length;
        }
    }

    /** {@return how many characters were left out} */
    synchronized long leftOut() {
        return leftOut;
    }

    /** Takes the last line away that is not blank, with the blank ones after it. */
    synchronized void dropLast() {
        dropBlankEnd();
        if (!last.isEmpty()) {
            last.removeLast();
        } else if (!first.isEmpty()) {
            first.removeLast();
        }
    }

    /** {@return the last line that is not blank; empty if there is none} */
    synchronized String lastLine() {
        dropBlankEnd();
        return !last.isEmpty() ? last.getLast() : first.isEmpty() ? "" : first.getLast();
    }

    /** {@return the lines, with a remark where some were left out, without blank ones at the end} */
    synchronized String text() {
        dropBlankEnd();
        List<String> all = new ArrayList<>(first);
        if (leftOut > 0) {
            all.add("[… " + leftOut + " characters left out …]");
        }
        all.addAll(last);
        return String.join("\n", all);
    }

    private void dropBlankEnd() {
        while (!last.isEmpty() && last.getLast().isBlank()) {
            last.removeLast();
        }
        while (last.isEmpty() && leftOut == 0 && !first.isEmpty() && first.getLast().isBlank()) {
            first.removeLast();
        }
    }
}

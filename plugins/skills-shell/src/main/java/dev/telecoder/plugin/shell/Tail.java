package dev.telecoder.plugin.shell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What a command wrote: its beginning and, above all, its end, where most commands say what matters. */
final class Tail {

    private static final int HEAD = 6_000;
    private static final int END = 22_000;
    private static final int LONGEST_LINE = 4_000;

    private final List<String> head = new ArrayList<>();
    private final Deque<String> end = new ArrayDeque<>();
    private int headLength;
    private int endLength;
    private int lines;

    synchronized void line(String line) {
        lines++;
        String kept = line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line;
        if (end.isEmpty() && headLength + kept.length() < HEAD) {
            head.add(kept);
            headLength += kept.length() + 1;
            return;
        }
        end.addLast(kept);
        endLength += kept.length() + 1;
        while (endLength > END) {
            endLength -= end.removeFirst().length() + 1;
        }
    }

    synchronized int lines() {
        return lines;
    }

    synchronized String shown() {
        int left = lines - head.size() - end.size();
        List<String> all = new ArrayList<>(head);
        if (left > 0) {
            all.add("… " + left + " lines left out; write the output to a file to read all of it …");
        }
        all.addAll(end);
        return String.join("\n", all);
    }

    String text() {
        return shown();
    }
}

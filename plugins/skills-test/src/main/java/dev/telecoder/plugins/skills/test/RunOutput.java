package dev.telecoder.plugins.skills.test;

import java.util.ArrayDeque;

/** What a command prints, with a limit that leaves out the middle. Lines may come from any thread. */
final class RunOutput {

    private static final int HALF = 16 << 20;

    private final StringBuilder head = new StringBuilder();
    private final ArrayDeque<String> tail = new ArrayDeque<>();
    private int tailSize;
    private boolean dropped;

    synchronized void line(String line) {
        if (head.length() + line.length() < HALF) {
            head.append(line).append('\n');
            return;
        }
        tail.add(line);
        tailSize += line.length() + 1;
        while (tailSize > HALF) {
            tailSize -= tail.removeFirst().length() + 1;
            dropped = true;
        }
    }

    synchronized String text() {
        return head + (dropped ? "[…]\n" : "") + (tail.isEmpty() ? "" : String.join("\n", tail) + "\n");
    }
}

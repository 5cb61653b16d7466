package dev.telecoder.plugin.agents;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What an agent said and used so far. For one thread. */
final class Transcript {

    private static final int TEXT = 20_000;
    private static final int TAIL = 15;

    private final Consumer<String> progress;
    private final Deque<String> plain = new ArrayDeque<>();
    private final List<String> denied = new ArrayList<>();
    private String text = "";
    private @Nullable String session;
    private @Nullable String error;
    private boolean finished;
    private boolean alive;
    private long input;
    private long output;
    private double cost;
    private boolean costKnown;

    Transcript(Consumer<String> progress) {
        this.progress = progress;
    }

    /** The agent does something a person would want to know. */
    void step(String line) {
        alive = true;
        String short1 = line.strip().replaceAll("\\s+", " ");
        if (!short1.isEmpty()) {
            progress.accept(short1.length() > 200 ? short1.substring(0, 199) + "…" : short1);
        }
    }

    /** The agent lives, without anything to tell. */
    void sign() {
        alive = true;
    }

    /** Tells of something that is no progress, such as that it tries again. */
    void trouble(String line) {
        progress.accept(line);
    }

    /** What it says in the end; the last counts. */
    void says(String words) {
        alive = true;
        if (!words.isBlank()) {
            text = cut(words.strip());
        }
    }

    void saysMore(String words) {
        alive = true;
        text = cut(text + words);
    }

    void clearText() {
        text = "";
    }

    private static String cut(String words) {
        return words.length() > TEXT ? words.substring(0, TEXT) + "\n[cut]" : words;
    }

    /** A line that is no event. */
    void plain(String line) {
        if (plain.size() == TAIL) {
            plain.removeFirst();
        }
        plain.addLast(line.length() > 400 ? line.substring(0, 400) + "…" : line);
    }

    void session(String id) {
        if (id.matches(Sessions.FORM)) {
            session = id;
        }
    }

    void failed(String message) {
        error = message.isBlank() ? "It reported a failure without a reason." : cut(message.strip());
    }

    /** What went wrong before was mended. */
    void recovered() {
        error = null;
    }

    void denied(String what) {
        denied.add(what);
    }

    void finished() {
        finished = true;
        alive = true;
    }

    void used(long in, long out) {
        input += Math.max(0, in);
        output += Math.max(0, out);
    }

    void cost(double usd) {
        cost += Math.max(0, usd);
        costKnown = true;
    }

    /** What it cost so far, all told. */
    void totalCost(double usd) {
        cost = Math.max(0, usd);
        costKnown = true;
    }

    /** {@return whether there was a sign of progress since this was last asked} */
    boolean movedOn() {
        boolean moved = alive;
        alive = false;
        return moved;
    }

    String text() {
        return text.strip();
    }

    String tail() {
        return String.join("\n", plain);
    }

    @Nullable String session() {
        return session;
    }

    @Nullable String error() {
        return error;
    }

    boolean isFinished() {
        return finished;
    }

    List<String> denials() {
        return List.copyOf(denied);
    }

    long input() {
        return input;
    }

    long output() {
        return output;
    }

    @Nullable Double cost() {
        return costKnown ? cost : null;
    }
}

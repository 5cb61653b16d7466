package dev.telecoder.platform.gateway;

import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.event.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is known of a turn that runs, and how much of it is shown. One thread notes, others show. */
final class ProgressWork {

    private static final int SHOWN_STEPS = 5;
    private static final int LONGEST_LINE = 100;

    private final String turn;
    private final String conversation;
    private final long since;
    private final Map<String, Step> steps = new LinkedHashMap<>();
    private final ReentrantLock showing = new ReentrantLock();
    private int failed;
    private String status = "";
    private boolean waiting;
    private boolean changed = true;
    private volatile boolean over;
    private volatile boolean underWay;
    private volatile long quietUntil;
    private volatile @Nullable Long typedAt;
    private volatile @Nullable Long wroteAt;
    private volatile @Nullable String shown;
    private @Nullable Optional<ChatAddress> address;

    private record Step(String title, @Nullable Boolean succeeded, long ms, String line) {}

    ProgressWork(String turn, String conversation, long since) {
        this.turn = turn;
        this.conversation = conversation;
        this.since = since;
        this.quietUntil = since;
    }

    String turn() {
        return turn;
    }

    String conversation() {
        return conversation;
    }

    /** Whether an event says something of interest here. */
    static boolean follows(String type) {
        return type.startsWith("skill.") || type.startsWith("approval.") || type.equals(Event.TURN_FINISHED);
    }

    synchronized void note(String type, JsonValue data) {
        String run = data.get("run").text();
        Step step = steps.get(run);
        switch (type) {
            case "skill.started" -> steps.putIfAbsent(run, new Step(data.get("title").text(), null, 0, ""));
            case "skill.progress" -> {
                if (step == null || step.succeeded() != null) {
                    return;
                }
                steps.put(run, new Step(step.title(), null, 0, data.get("line").text()));
            }
            case "skill.finished" -> {
                if (step == null) {
                    return;
                }
                boolean succeeded = data.get("succeeded").asBoolean(false);
                failed += succeeded ? 0 : 1;
                steps.put(run, new Step(step.title(), succeeded, data.get("ms").asLong(0), ""));
            }
            case "approval.requested" -> waiting = true;
            case "approval.answered" -> waiting = false;
            case Event.TURN_FINISHED -> {
                status = data.get("status").text();
                over = true;
            }
            default -> {
                return;
            }
        }
        changed = true;
    }

    boolean over() {
        return over;
    }

    boolean busy() {
        return underWay;
    }

    void begin() {
        underWay = true;
    }

    void lock() {
        showing.lock();
    }

    void unlock() {
        underWay = false;
        showing.unlock();
    }

    /** After a failure the platform is left alone for a while. */
    void leave(Duration how) {
        quietUntil = System.nanoTime() + how.toNanos();
    }

    /** Where it is shown, looked up once; {@code null} if nowhere. Under the lock. */
    @Nullable ChatAddress address(Supplier<Optional<ChatAddress>> find) {
        Optional<ChatAddress> known = address;
        if (known == null) {
            known = find.get();
            address = known;
            if (known.isEmpty()) {
                leave(Duration.ofDays(365));
            }
        }
        return known.orElse(null);
    }

    ChatAddress at() {
        Optional<ChatAddress> known = address;
        if (known == null || known.isEmpty()) {
            throw new IllegalStateException("looked up before");
        }
        return known.get();
    }

    boolean due(long now, Progress.Pace pace) {
        return now - quietUntil >= 0 && (typingDue(now, pace) || messageDue(now, pace));
    }

    synchronized boolean typingDue(long now, Progress.Pace pace) {
        Long last = typedAt;
        return !waiting && (last == null ? now - since >= pace.typing().toNanos()
                : now - last >= pace.typingAgain().toNanos());
    }

    /** While a person is asked there is nothing new to say; one that is there is told so once. */
    synchronized boolean messageDue(long now, Progress.Pace pace) {
        Long last = wroteAt;
        if (last == null) {
            return !waiting && now - since >= (steps.isEmpty() ? pace.thinking() : pace.message()).toNanos();
        }
        // The time in its head goes on too, but that alone is worth an edit less often.
        return (changed || !waiting && now - last >= pace.edit().multipliedBy(4).toNanos())
                && now - last >= pace.edit().toNanos();
    }

    void typed(long now) {
        typedAt = now;
    }

    @Nullable String shown() {
        return shown;
    }

    synchronized void wrote(String messageId, long now) {
        shown = messageId;
        wroteAt = now;
    }

    synchronized String text(long now) {
        changed = false;
        StringBuilder text = new StringBuilder(waiting ? "**Waiting for an answer** · " : "**Working** · ")
                .append(time(now));
        List<Step> all = new ArrayList<>(steps.values());
        List<Step> last = all.subList(Math.max(0, all.size() - SHOWN_STEPS), all.size());
        text.append(last.isEmpty() ? "" : "\n");
        if (last.size() < all.size()) {
            text.append("\n- ").append(all.size() - last.size()).append(" more before");
        }
        for (Step step : last) {
            Boolean succeeded = step.succeeded();
            text.append("\n- ").append(succeeded == null ? "… " : succeeded ? "✓ " : "✗ ").append(code(step.title()));
            if (!step.line().isBlank()) {
                text.append(" ").append(code(step.line()));
            }
        }
        return text.toString();
    }

    synchronized String summary(long now) {
        String how = switch (status) {
            case "done" -> "Worked";
            case "stopped" -> "Stopped after";
            default -> "Ended after";
        };
        return how + " " + time(now) + " · " + steps.size() + (steps.size() == 1 ? " step" : " steps")
                + (failed > 0 ? ", " + failed + " failed" : "");
    }

    private String time(long now) {
        long seconds = Duration.ofNanos(now - since).toSeconds();
        return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
    }

    /** As code, so that nothing in it is taken for Markdown, a link or a mention. */
    private static String code(String text) {
        String line = text.replace('`', '\'').replaceAll("\\s+", " ").strip();
        if (line.codePointCount(0, line.length()) > LONGEST_LINE) {
            line = line.substring(0, line.offsetByCodePoints(0, LONGEST_LINE - 1)) + "…";
        }
        return line.isEmpty() ? "" : "`" + line + "`";
    }
}

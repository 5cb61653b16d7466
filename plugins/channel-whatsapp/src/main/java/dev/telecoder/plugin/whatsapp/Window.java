package dev.telecoder.plugin.whatsapp;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who wrote last when: WhatsApp takes free text only within a day of it. What was sent is kept for a while, since WhatsApp may tell
 * only later that it came too late. Safe for many threads; bounded.
 */
final class Window {

    private static final Duration OPEN = Duration.ofHours(24);
    private static final int MOST = 1_000;

    private final Clock clock;
    private final Kept kept;
    private boolean changed;
    private final Map<String, Heard> heard = bounded();
    private final Map<String, Sent> sent = bounded();

    /** The last message of somebody. */
    record Heard(String messageId, Instant at) {}

    /** A text that was sent. */
    record Sent(String chat, String text) {}

    Window(Clock clock, Kept kept) {
        this.clock = clock;
        this.kept = kept;
        kept.read(heard::put);
    }

    private static <V> Map<String, V> bounded() {
        return new LinkedHashMap<>() {

            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > MOST;
            }
        };
    }

    synchronized void heard(String chat, String messageId, Instant at) {
        Heard before = heard.remove(chat);
        heard.put(chat, before != null && before.at().isAfter(at) ? before : new Heard(messageId, at));
        changed = true;
    }

    /** Writes down what is new, if anything is. */
    synchronized void keep() {
        if (changed) {
            changed = false;
            kept.write(heard);
        }
    }

    synchronized @Nullable Heard last(String chat) {
        return heard.get(chat);
    }

    /** Whether it is known that free text would come too late. */
    synchronized boolean isClosed(String chat) {
        Heard last = heard.get(chat);
        return last != null && Duration.between(last.at(), clock.instant()).compareTo(OPEN) >= 0;
    }

    synchronized void sent(String messageId, String chat, String text) {
        sent.put(messageId, new Sent(chat, text));
    }

    /** Takes what was sent: it is said again once only. */
    synchronized Optional<Sent> take(String messageId) {
        return Optional.ofNullable(sent.remove(messageId));
    }
}

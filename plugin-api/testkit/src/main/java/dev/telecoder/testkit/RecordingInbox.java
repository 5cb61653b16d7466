package dev.telecoder.testkit;

import dev.telecoder.api.channel.InboundMessage;
import dev.telecoder.api.channel.Inbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * An inbox that keeps what it receives; a message of an id it has seen is {@code SEEN} and not kept. Safe for many
 * threads.
 *
 * @since 1.0
 */
public final class RecordingInbox implements Inbox {

    private final List<InboundMessage> messages = new ArrayList<>();
    private final List<Health> reports = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private final BlockingQueue<InboundMessage> unread = new LinkedBlockingQueue<>();
    private final BlockingQueue<Health> unreadReports = new LinkedBlockingQueue<>();
    private String notice = "";

    /** Makes an empty inbox. */
    public RecordingInbox() {}

    /**
     * Refuses what arrives from now on.
     *
     * @param sentence the notice for the sender; empty to take messages again
     */
    public synchronized void refuse(String sentence) {
        this.notice = sentence;
    }

    @Override
    public synchronized Taken receive(InboundMessage message) {
        if (!notice.isEmpty()) {
            return new Taken(Taken.State.REFUSED, notice);
        }
        if (!seen.add(message.id())) {
            return new Taken(Taken.State.SEEN, "");
        }
        messages.add(message);
        unread.add(message);
        return new Taken(Taken.State.TAKEN, "");
    }

    @Override
    public synchronized void report(Health health) {
        reports.add(health);
        unreadReports.add(health);
    }

    /** {@return all messages that were taken, in order} */
    public synchronized List<InboundMessage> messages() {
        return List.copyOf(messages);
    }

    /** {@return all reports on the connection, in order} */
    public synchronized List<Health> reports() {
        return List.copyOf(reports);
    }

    /**
     * Waits for the next message.
     *
     * @param limit how long
     * @return the oldest message not yet returned
     */
    public InboundMessage next(Duration limit) {
        return Waiting.next(unread, limit, "a message in the inbox");
    }

    /**
     * Waits for a report that the connection is up, or is down.
     *
     * @param up which
     * @param limit how long to wait for each report
     * @return the report; earlier ones are passed over
     */
    public Health nextReport(boolean up, Duration limit) {
        while (true) {
            Health health = Waiting.next(unreadReports, limit, "a report that the connection is " + (up ? "up"
                    : "down"));
            if (health.up() == up) {
                return health;
            }
        }
    }
}

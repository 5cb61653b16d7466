package dev.telecoder.platform.heartbeat;

import dev.telecoder.api.monitor.HeartbeatEvent;
import dev.telecoder.api.monitor.HeartbeatEvent.Severity;
import dev.telecoder.api.monitor.HeartbeatEvent.State;
import org.jspecify.annotations.Nullable;

/**
 * What is known of something that goes on: as its last event left it.
 *
 * @param id names it
 * @param open whether it goes on
 * @param told whether somebody was sent a message about it since it began
 * @param severity how urgent it was last
 * @param title its last headline
 * @param detail what was last known of its cause
 */
record Incident(String id, boolean open, boolean told, Severity severity, String title, String detail) {

    /** {@return whether the event says something about it that was not known} */
    boolean changedBy(HeartbeatEvent event) {
        return severity != event.severity() || !title.equals(event.title()) || !detail.equals(event.detail());
    }

    /** {@return it after the event, of which became what the verdict says} */
    static Incident after(@Nullable Incident before, HeartbeatEvent event, Verdict verdict) {
        boolean toldBefore = before != null && before.open() && before.told();
        boolean over = event.state() == State.RESOLVED;
        return new Incident(event.incident(), !over,
                !over && (toldBefore || verdict.decision() == Verdict.Decision.MESSAGE), event.severity(),
                event.title(),
                event.detail());
    }
}

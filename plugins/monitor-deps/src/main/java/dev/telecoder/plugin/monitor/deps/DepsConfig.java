package dev.telecoder.plugin.monitor.deps;

import dev.telecoder.api.Setting;
import java.time.DateTimeException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What this monitor reads of the section {@code heartbeat}.
 *
 * @param timezone whose Monday morning brings the summary
 */
@Setting("When it looks by itself and may speak up.")
record DepsConfig(@Setting(value = "The time zone of quiet_hours; without one, the system's.",
        examples = "Europe/Berlin") @Nullable String timezone) {

    /** {@return the zone, or the system's where none is told or that is told wrongly, of which the host itself complains} */
    ZoneId zone() {
        try {
            return timezone == null ? ZoneId.systemDefault() : ZoneId.of(timezone);
        } catch (DateTimeException e) {
            return ZoneId.systemDefault();
        }
    }
}

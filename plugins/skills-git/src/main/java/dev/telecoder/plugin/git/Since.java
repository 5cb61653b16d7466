package dev.telecoder.plugin.git;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as people say them: {@code 2026-11-20}, {@code 2026-11-20T08:00:00Z}, {@code 3d}, {@code 2 weeks ago}. */
final class Since {

    private static final Pattern AGE =
            Pattern.compile("(\\d{1,5})\\s*(m|min|minutes?|h|hours?|d|days?|w|weeks?)(\\s+ago)?");

    private Since() {}

    static Instant parse(String text, Clock clock) {
        String plain = text.strip().toLowerCase(Locale.ROOT);
        Matcher age = AGE.matcher(plain);
        if (age.matches()) {
            long count = Long.parseLong(age.group(1));
            return clock.instant().minus(switch (age.group(2).charAt(0)) {
                case 'm' -> Duration.ofMinutes(count);
                case 'h' -> Duration.ofHours(count);
                case 'd' -> Duration.ofDays(count);
                default -> Duration.ofDays(7 * count);
            });
        }
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (plain.equals("today") || plain.equals("yesterday")) {
            return today.minusDays(plain.equals("today") ? 0 : 1).atStartOfDay().toInstant(ZoneOffset.UTC);
        }
        String iso = text.strip().toUpperCase(Locale.ROOT).replace(' ', 'T');
        try {
            return !iso.contains("T") ? LocalDate.parse(iso).atStartOfDay().toInstant(ZoneOffset.UTC)
                    : iso.matches(".*(Z|[+-]\\d\\d:?\\d\\d)") ? OffsetDateTime.parse(iso).toInstant()
                            : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw PluginException.of(Failure.REJECTED, "\"since\" is '" + text
                    + "'. Expected a date such as 2026-11-20, a time such as 2026-11-20T08:00:00Z, or an age such as 3d or 12h.",
                    e);
        }
    }
}

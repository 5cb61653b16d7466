package dev.telecoder.platform.heartbeat;

import dev.telecoder.api.monitor.HeartbeatEvent;
import dev.telecoder.api.monitor.HeartbeatEvent.Severity;
import dev.telecoder.platform.config.Durations;
import dev.telecoder.platform.config.HeartbeatConfig;
import dev.telecoder.platform.config.QuietHours;
import dev.telecoder.platform.store.Times;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of what people want to be told of and when, and of what is muted. Its methods are called within transactions. */
final class Preferences {

    static final Duration USUAL_MUTE = Duration.ofHours(24);

    /** Quiet hours of no length: none, whatever the settings say. */
    private static final String NO_QUIET = "00:00-00:00";

    private Preferences() {}

    /** {@return the settings as they hold for an event that is told to somebody} */
    static HeartbeatConfig of(Handle h, HeartbeatConfig settings, Optional<String> person, HeartbeatEvent event,
            Instant now) {
        List<String> muted = muted(h, person.orElse(null), event.title(), now);
        return wanted(h, settings, person, muted);
    }

    /** {@return the settings as they hold for a person} */
    static HeartbeatConfig of(Handle h, HeartbeatConfig settings, Optional<String> person) {
        return wanted(h, settings, person, List.of());
    }

    private static HeartbeatConfig wanted(Handle h, HeartbeatConfig settings, Optional<String> person,
            List<String> muted) {
        return person.flatMap(id -> h.createQuery("SELECT * FROM preference WHERE person = :id").bind("id", id)
                .map((rs, ctx) -> settings.wanted(
                        Optional.ofNullable(rs.getString("severity")).map(Preferences::severity),
                        Optional.ofNullable(rs.getString("quiet_hours")).map(QuietHours::parse),
                        Optional.ofNullable(rs.getString("timezone")).map(ZoneId::of),
                        Optional.ofNullable((Integer) rs.getObject("daily_limit")), muted))
                .findOne())
                .orElseGet(() -> settings.wanted(Optional.empty(), Optional.empty(), Optional.empty(),
                        Optional.empty(), muted));
    }

    private static List<String> muted(Handle h, @Nullable String person, String title, Instant now) {
        return h.createQuery("SELECT pattern FROM mute WHERE (until IS NULL OR until > :now)"
                + " AND (title IS NULL OR title = :title) AND (person IS NULL OR person = :person)")
                .bind("now", Times.text(now)).bind("title", title).bind("person", person).mapTo(String.class).list();
    }

    static void mute(Handle h, String pattern, @Nullable String title, @Nullable String person,
            @Nullable Instant until, Instant now) {
        h.createUpdate("DELETE FROM mute WHERE pattern = :pattern AND title IS :title AND person IS :person")
                .bind("pattern", pattern).bind("title", title).bind("person", person).execute();
        h.createUpdate("INSERT INTO mute (pattern, title, person, until, created_at) VALUES (:pattern, :title,"
                + " :person, :until, :now)").bind("pattern", pattern).bind("title", title).bind("person", person)
                .bind("until", until == null ? null : Times.text(until)).bind("now", Times.text(now)).execute();
    }

    static boolean unmute(Handle h, String pattern, @Nullable String person, boolean all) {
        return h.createUpdate("DELETE FROM mute WHERE pattern = :pattern AND (:all = 1 OR person IS :person)")
                .bind("pattern", pattern).bind("person", person).bind("all", all ? 1 : 0).execute() > 0;
    }

    static String listed(Handle h, HeartbeatConfig settings, String person, Instant now) {
        List<String> lines = new ArrayList<>(settings.mute().stream().map(one -> "`" + one + "` (config.yaml)")
                .toList());
        h.createQuery("SELECT * FROM mute WHERE (until IS NULL OR until > :now) AND (person IS NULL OR person = :id)"
                + " ORDER BY id").bind("now", Times.text(now)).bind("id", person)
                .map((rs, ctx) -> "`" + rs.getString("pattern") + "`"
                        + (rs.getString("title") == null ? "" : " where it says \"" + rs.getString("title") + "\"")
                        + (rs.getString("until") == null ? "" : " until " + rs.getString("until"))
                        + (rs.getString("person") == null ? "" : ", for you"))
                .forEach(lines::add);
        return lines.isEmpty() ? "Nothing is muted. `/mute myorg/api 24h` mutes a repository, `/mute 17` an incident."
                : "**Muted**\n- " + String.join("\n- ", lines) + "\n\n`/mute off WHAT` ends it.";
    }

    /** Changes what a person wants, or says what can be changed; {@return what to answer, or null if it was changed}. */
    static @Nullable String change(Handle h, String person, String wish) {
        String[] words = wish.strip().split("\\s+", 2);
        String value = words.length > 1 ? words[1].strip() : "";
        boolean usual = value.equalsIgnoreCase("default");
        try {
            switch (words[0].toLowerCase(Locale.ROOT)) {
                case "default" -> h.createUpdate("DELETE FROM preference WHERE person = :id").bind("id", person)
                        .execute();
                case "info", "warning", "critical" -> set(h, person, "severity", words[0].toLowerCase(Locale.ROOT));
                case "quiet" -> set(h, person, "quiet_hours", usual ? null
                        : value.equalsIgnoreCase("off") ? NO_QUIET : QuietHours.parse(value).toString());
                case "timezone" -> set(h, person, "timezone", usual ? null : ZoneId.of(value).getId());
                case "limit" -> set(h, person, "daily_limit", usual ? null : limit(value));
                default -> throw new IllegalArgumentException();
            }
            return null;
        } catch (IllegalArgumentException | DateTimeException e) {
            return "I understand `/notify info|warning|critical`, `/notify quiet 22:00-08:00` or `quiet off`,"
                    + " `/notify timezone Europe/Berlin`, `/notify limit 10`, and `/notify default` to go back to"
                    + " what config.yaml says.";
        }
    }

    private static Integer limit(String value) {
        int number = Integer.parseInt(value);
        if (number < 0) {
            throw new IllegalArgumentException();
        }
        return number;
    }

    private static void set(Handle h, String person, String column, @Nullable Object value) {
        h.createUpdate("INSERT INTO preference (person, " + column + ") VALUES (:id, :value) ON CONFLICT (person) DO"
                + " UPDATE SET " + column + " = :value").bind("id", person).bind("value", value).execute();
    }

    /** Says what holds for somebody. */
    static String told(HeartbeatConfig of) {
        String quiet = of.quietHours().filter(hours -> !hours.from().equals(hours.to()))
                .map(hours -> hours + (of.timezone().map(zone -> " in " + zone).orElse("")))
                .map(hours -> "only what is critical during " + hours).orElse("at any hour");
        return "I tell you by myself of what is **" + MonitorTables.word(of.severity()) + "** or worse, " + quiet
                + ", at most " + of.dailyLimit() + " messages a day; the rest comes together once a day, or by"
                + " `/digest`. Change it by `/notify critical`, `/notify quiet 22:00-08:00`, `/notify timezone"
                + " Europe/Berlin`, `/notify limit 10`, `/notify default`.";
    }

    /** Reads how long something is muted, which may stand behind what is muted. */
    static Optional<Duration> duration(String word) {
        try {
            return Optional.of(Durations.parse(word)).filter(length -> !length.isZero());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Severity severity(String word) {
        return Severity.valueOf(word.toUpperCase(Locale.ROOT));
    }
}

package dev.telecoder.platform.heartbeat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.monitor.HeartbeatEvent;
import dev.telecoder.api.monitor.HeartbeatEvent.Severity;
import dev.telecoder.platform.store.Times;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of what monitors remember and reported, and of the incidents that follow from it. */
final class MonitorTables {

    private MonitorTables() {}

    /** How the looks of a monitor at a repository go. */
    record Look(@Nullable Instant lookedAt, int failures, @Nullable String error, Instant due) {}

    /** A line of the next summary. */
    record Waiting(long seq, @Nullable String repo, String title, String severity, String state) {}

    static Optional<String> recall(Handle h, String monitor, String key) {
        return h.createQuery("SELECT value FROM monitor_memory WHERE monitor = :monitor AND key = :key")
                .bind("monitor", monitor).bind("key", key).mapTo(String.class).findOne();
    }

    static void remember(Handle h, String monitor, Map<String, String> values) {
        values.forEach((key, value) -> h.createUpdate("REPLACE INTO monitor_memory (monitor, key, value)"
                + " VALUES (:monitor, :key, :value)").bind("monitor", monitor).bind("key", key).bind("value", value)
                .execute());
    }

    static Optional<Look> look(Handle h, String monitor, String repo) {
        return h.createQuery("SELECT * FROM monitor_look WHERE monitor = :monitor AND repo = :repo")
                .bind("monitor", monitor).bind("repo", repo)
                .map((rs, ctx) -> new Look(time(rs.getString("looked_at")), rs.getInt("failures"),
                        rs.getString("error"), Times.parse(rs.getString("due"))))
                .findOne();
    }

    static void looked(Handle h, String monitor, String repo, Look look) {
        h.createUpdate("INSERT INTO monitor_look (monitor, repo, looked_at, failures, error, due) VALUES (:monitor,"
                + " :repo, :at, :failures, :error, :due) ON CONFLICT (monitor, repo) DO UPDATE SET looked_at = :at,"
                + " failures = :failures, error = :error, due = :due")
                .bind("monitor", monitor).bind("repo", repo)
                .bind("at", look.lookedAt() == null ? null : Times.text(look.lookedAt()))
                .bind("failures", look.failures()).bind("error", look.error()).bind("due", Times.text(look.due()))
                .execute();
    }

    static boolean seen(Handle h, String key) {
        return h.createQuery("SELECT count(*) FROM heartbeat_event WHERE key = :key").bind("key", key)
                .mapTo(Integer.class).one() > 0;
    }

    static int messagesOf(Handle h, LocalDate day) {
        return h.createQuery("SELECT count(*) FROM heartbeat_event WHERE day = :day AND decision = 'message'")
                .bind("day", day.toString()).mapTo(Integer.class).one();
    }

    static long add(Handle h, String monitor, HeartbeatEvent event, LocalDate day, Verdict verdict) {
        h.createUpdate("INSERT INTO heartbeat_event (key, monitor, incident, repo, title, severity, state, at, day,"
                + " decision, reason) VALUES (:key, :monitor, :incident, :repo, :title, :severity, :state, :at, :day,"
                + " :decision, :reason)")
                .bind("key", event.key()).bind("monitor", monitor).bind("incident", event.incident())
                .bind("repo", event.repo().orElse(null)).bind("title", event.title())
                .bind("severity", word(event.severity())).bind("state", word(event.state()))
                .bind("at", Times.text(event.occurredAt())).bind("day", day.toString())
                .bind("decision", word(verdict.decision())).bind("reason", word(verdict.reason())).execute();
        return h.createQuery("SELECT seq FROM heartbeat_event WHERE key = :key").bind("key", event.key())
                .mapTo(Long.class).one();
    }

    static Optional<Incident> incident(Handle h, String id) {
        return h.createQuery("SELECT * FROM incident WHERE id = :id").bind("id", id)
                .map((rs, ctx) -> new Incident(id, rs.getInt("open") == 1, rs.getInt("told") == 1,
                        Severity.valueOf(rs.getString("severity").toUpperCase(Locale.ROOT)), rs.getString("title"),
                        rs.getString("detail")))
                .findOne();
    }

    static Optional<MonitorWork.Said> said(Handle h, String incident) {
        return h.createQuery("SELECT conversation, message FROM incident WHERE id = :id").bind("id", incident)
                .map((rs, ctx) -> MonitorWork.Said.of(Optional.ofNullable(rs.getString(1)),
                        Optional.ofNullable(rs.getString(2))))
                .findOne().flatMap(found -> found);
    }

    static void said(Handle h, String incident, MonitorWork.Said said) {
        h.createUpdate("UPDATE incident SET conversation = :conversation, message = :message WHERE id = :id")
                .bind("conversation", said.conversation()).bind("message", said.message()).bind("id", incident)
                .execute();
    }

    static void put(Handle h, Incident incident, HeartbeatEvent event, boolean begins, Instant now) {
        h.createUpdate("INSERT INTO incident (id, open, told, severity, repo, title, detail, location, opened_at,"
                + " updated_at, resolved_at) VALUES (:id, :open, :told, :severity, :repo, :title, :detail, :location,"
                + " :now, :now, :resolved) ON CONFLICT (id) DO UPDATE SET open = :open, told = :told,"
                + " severity = :severity, repo = :repo, title = :title, detail = :detail, location = :location,"
                + " opened_at = iif(:begins, :now, opened_at), updated_at = :now, resolved_at = :resolved")
                .bind("id", incident.id()).bind("open", incident.open() ? 1 : 0).bind("told", incident.told() ? 1 : 0)
                .bind("severity", word(incident.severity())).bind("repo", event.repo().orElse(null))
                .bind("title", incident.title()).bind("detail", incident.detail())
                .bind("location", event.location().map(URI::toString).orElse(null)).bind("now", Times.text(now))
                .bind("begins", begins ? 1 : 0).bind("resolved", incident.open() ? null : Times.text(now)).execute();
    }

    static List<JsonValue> incidents(Handle h, int limit) {
        return h.createQuery("SELECT * FROM incident ORDER BY open DESC, updated_at DESC LIMIT :limit")
                .bind("limit", limit).map((rs, ctx) -> incident(rs)).list();
    }

    static List<Waiting> waiting(Handle h) {
        return h.createQuery("SELECT seq, repo, title, severity, state FROM heartbeat_event WHERE decision = 'digest'"
                + " AND digest IS NULL ORDER BY seq").map(
                        (rs, ctx) -> new Waiting(rs.getLong(1), rs.getString(2),
                                rs.getString(3), rs.getString(4), rs.getString(5)))
                .list();
    }

    static boolean hasDigest(Handle h, LocalDate day) {
        return h.createQuery("SELECT count(*) FROM heartbeat_event WHERE digest = :day").bind("day", day.toString())
                .mapTo(Integer.class).one() > 0;
    }

    static void digested(Handle h, long seq, LocalDate day) {
        h.createUpdate("UPDATE heartbeat_event SET digest = :day WHERE seq = :seq").bind("day", day.toString())
                .bind("seq", seq).execute();
    }

    private static JsonValue incident(ResultSet rs) throws SQLException {
        return JsonValue.object().put("id", rs.getString("id"))
                .put("state", rs.getInt("open") == 1 ? "open" : "resolved").put("severity", rs.getString("severity"))
                .put("repo", rs.getString("repo")).put("title", rs.getString("title"))
                .put("detail", rs.getString("detail")).put("location", rs.getString("location"))
                .put("told", rs.getInt("told") == 1).put("conversation", rs.getString("conversation"))
                .put("opened_at", rs.getString("opened_at")).put("updated_at", rs.getString("updated_at"))
                .put("resolved_at", rs.getString("resolved_at")).build();
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Instant time(@Nullable String text) {
        return text == null ? null : Times.parse(text);
    }
}

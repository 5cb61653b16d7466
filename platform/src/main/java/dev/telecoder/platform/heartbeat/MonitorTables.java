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

    /** A line of the next summary, and for whom. */
    record Waiting(long seq, @Nullable String repo, String title, String severity, String state, String recipient,
            @Nullable Instant decidedAt) {}

    /** An incident as it is told and acted upon. */
    record Row(long number, String id, String monitor, @Nullable String repo, Severity severity, String title,
            String detail, @Nullable String location, boolean open, boolean told, @Nullable String conversation,
            @Nullable String message, @Nullable String lookedInto) {

        /** {@return what the buttons under its message are about} */
        String subject() {
            return "incident:" + number;
        }
    }

    /** A turn of the agent about an incident, of which nothing was told yet. */
    record Asked(String turn, String incident, long event) {}

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

    static int messagesOf(Handle h, LocalDate day, String recipient) {
        return h.createQuery("SELECT count(*) FROM heartbeat_event WHERE day = :day AND decision = 'message'"
                + " AND coalesce(recipient, :to) = :to").bind("day", day.toString()).bind("to", recipient)
                .mapTo(Integer.class).one();
    }

    static long add(Handle h, String monitor, HeartbeatEvent event, LocalDate day, Verdict verdict, String recipient,
            Instant now) {
        h.createUpdate("INSERT INTO heartbeat_event (key, monitor, incident, repo, title, severity, state, at, day,"
                + " decision, reason, recipient, decided_at) VALUES (:key, :monitor, :incident, :repo, :title, :severity,"
                + " :state, :at, :day, :decision, :reason, :to, :now)").bind("to", recipient)
                .bind("now", Times.text(now))
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

    /** Puts an incident down as it is now. One that begins again begins a thread of its own. */
    static void put(Handle h, String monitor, Incident incident, HeartbeatEvent event, boolean begins, Instant now) {
        h.createUpdate("INSERT INTO incident (id, open, told, severity, repo, title, detail, location, opened_at,"
                + " updated_at, resolved_at, monitor, number) VALUES (:id, :open, :told, :severity, :repo, :title,"
                + " :detail, :location, :now, :now, :resolved, :monitor, (SELECT coalesce(max(number), 0) + 1 FROM"
                + " incident)) ON CONFLICT (id) DO UPDATE SET open = :open, told = :told,"
                + " conversation = iif(:begins, NULL, conversation), message = iif(:begins, NULL, message),"
                + " severity = :severity, repo = :repo, title = :title, detail = :detail, location = :location,"
                + " opened_at = iif(:begins, :now, opened_at), updated_at = :now, resolved_at = :resolved")
                .bind("id", incident.id()).bind("monitor", monitor).bind("open", incident.open() ? 1 : 0)
                .bind("told", incident.told() ? 1 : 0)
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
        return h.createQuery("SELECT * FROM heartbeat_event WHERE decision = 'digest' AND digest IS NULL ORDER BY seq")
                .map((rs, ctx) -> waiting(rs)).list();
    }

    /** What was decided since a moment, for who was away. */
    static List<Waiting> since(Handle h, Instant since, @Nullable String recipient, int limit) {
        return h.createQuery("SELECT * FROM heartbeat_event WHERE decided_at >= :since AND decision <> 'silent'"
                + " AND (:to IS NULL OR recipient = :to) ORDER BY seq DESC LIMIT :limit")
                .bind("since", Times.text(since)).bind("to", recipient).bind("limit", limit)
                .map((rs, ctx) -> waiting(rs)).list();
    }

    private static Waiting waiting(ResultSet rs) throws SQLException {
        String recipient = rs.getString("recipient");
        return new Waiting(rs.getLong("seq"), rs.getString("repo"), rs.getString("title"), rs.getString("severity"),
                rs.getString("state"), recipient == null ? "" : recipient, time(rs.getString("decided_at")));
    }

    static Optional<Row> row(Handle h, String column, Object value) {
        return h.createQuery("SELECT * FROM incident WHERE " + column + " = :value").bind("value", value)
                .map((rs, ctx) -> new Row(rs.getLong("number"), rs.getString("id"),
                        rs.getString("monitor") == null ? "" : rs.getString("monitor"), rs.getString("repo"),
                        Severity.valueOf(rs.getString("severity").toUpperCase(Locale.ROOT)), rs.getString("title"),
                        rs.getString("detail"), rs.getString("location"), rs.getInt("open") == 1,
                        rs.getInt("told") == 1, rs.getString("conversation"), rs.getString("message"),
                        rs.getString("looked_into")))
                .findOne();
    }

    static List<Row> open(Handle h, int limit) {
        return h.createQuery("SELECT id FROM incident WHERE open = 1 ORDER BY updated_at DESC LIMIT :limit")
                .bind("limit", limit).mapTo(String.class).list().stream().map(id -> row(h, "id", id).orElseThrow())
                .toList();
    }

    /** Notes that the agent looks into an event, and where. */
    static void asked(Handle h, String incident, long event, JobWork.Turned turned, Instant now) {
        h.createUpdate("UPDATE incident SET looked_into = :conversation WHERE id = :id")
                .bind("conversation", turned.conversation()).bind("id", incident).execute();
        h.createUpdate(
                "INSERT INTO incident_turn (turn, incident, event, open, at) VALUES (:turn, :id, :event, 1, :at)")
                .bind("turn", turned.turn()).bind("id", incident).bind("event", event).bind("at", Times.text(now))
                .execute();
    }

    static Optional<Asked> asked(Handle h, String turn) {
        return h.createQuery("SELECT * FROM incident_turn WHERE turn = :turn").bind("turn", turn)
                .map((rs, ctx) -> asked(rs)).findOne();
    }

    /** The turns that nothing will come of any more, or that take too long. */
    static List<Asked> left(Handle h, Instant before) {
        return h.createQuery("SELECT * FROM incident_turn WHERE open = 1 AND (at < :before OR turn IN (SELECT id FROM"
                + " turn WHERE state NOT IN ('queued','running','waiting')) OR turn NOT IN (SELECT id FROM turn))")
                .bind("before", Times.text(before)).map((rs, ctx) -> asked(rs)).list();
    }

    private static Asked asked(ResultSet rs) throws SQLException {
        return new Asked(rs.getString("turn"), rs.getString("incident"), rs.getLong("event"));
    }

    /** Whether an event made critical what was told of as less. */
    static boolean worse(Handle h, String incident, long event) {
        return h.createQuery("SELECT severity FROM heartbeat_event WHERE incident = :id AND seq < :seq AND decision IN"
                + " ('message','update') ORDER BY seq DESC LIMIT 1").bind("id", incident).bind("seq", event)
                .mapTo(String.class).findOne().filter(before -> !before.equals("critical")).isPresent()
                && h.createQuery("SELECT severity FROM heartbeat_event WHERE seq = :seq").bind("seq", event)
                        .mapTo(String.class).one().equals("critical");
    }

    static void settled(Handle h, String turn) {
        h.createUpdate("UPDATE incident_turn SET open = 0 WHERE turn = :turn").bind("turn", turn).execute();
    }

    /** The agent kept an event to itself: nobody was told, and it counts for no limit. */
    static void keptSilent(Handle h, long event, String incident) {
        h.createUpdate("UPDATE heartbeat_event SET decision = 'silent', reason = 'agent' WHERE seq = :seq")
                .bind("seq", event).execute();
        h.createUpdate("UPDATE incident SET told = 0 WHERE id = :id AND message IS NULL").bind("id", incident)
                .execute();
    }

    static void digested(Handle h, long seq, LocalDate day) {
        h.createUpdate("UPDATE heartbeat_event SET digest = :day WHERE seq = :seq").bind("day", day.toString())
                .bind("seq", seq).execute();
    }

    private static JsonValue incident(ResultSet rs) throws SQLException {
        return JsonValue.object().put("id", rs.getString("id"))
                .put("number", rs.getString("number")).put("monitor", rs.getString("monitor"))
                .put("looked_into", rs.getString("looked_into"))
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

package dev.telecoder.platform.heartbeat;

import dev.telecoder.platform.heartbeat.Occurrence.State;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.Times;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The ledger of jobs: the tables {@code job} and {@code occurrence}. Safe for many threads. */
public final class Occurrences {

    private final Database database;
    private volatile Runnable changed = () -> {};

    /**
     * Makes it.
     *
     * @param database where it is kept
     */
    public Occurrences(Database database) {
        this.database = database;
    }

    /**
     * Lists what was due, the newest first.
     *
     * @param job only of this job; {@code null} for all
     * @param limit the most to list
     * @return the occurrences
     */
    public List<Occurrence> list(@Nullable String job, int limit) {
        return database.query(h -> h.createQuery("SELECT * FROM occurrence WHERE :job IS NULL OR job = :job"
                + " ORDER BY due DESC, id DESC LIMIT :limit").bind("job", job).bind("limit", limit)
                .map((rs, ctx) -> row(rs)).list());
    }

    /**
     * Tells where the answer of a turn goes beside its conversation.
     *
     * @param h a handle
     * @param turn the turn
     * @return the addresses; empty if it is the turn of no job
     */
    public Optional<List<String>> notifyOf(Handle h, String turn) {
        return h.createQuery("SELECT notify FROM occurrence WHERE turn = :turn").bind("turn", turn).mapTo(String.class)
                .findOne().map(text -> text.isEmpty() ? List.of() : List.of(text.split("\n")));
    }

    /**
     * Tells what the run of a job may cost.
     *
     * @param turn its turn
     * @return the limit, if it is the turn of a job that has one
     */
    public Optional<BigDecimal> budgetOf(String turn) {
        return database.query(h -> h.createQuery("SELECT budget FROM occurrence WHERE turn = :turn"
                + " AND budget IS NOT NULL").bind("turn", turn).mapTo(String.class).findOne()).map(BigDecimal::new);
    }

    List<Occurrence> open() {
        return database.query(h -> h.createQuery("SELECT * FROM occurrence WHERE state IN ('claimed','running')"
                + " ORDER BY due").map((rs, ctx) -> row(rs)).list());
    }

    boolean isOpen(Handle h, String job) {
        return h.createQuery("SELECT count(*) FROM occurrence WHERE job = :job AND state IN ('claimed','running')")
                .bind("job", job).mapTo(Integer.class).one() > 0;
    }

    /** Until when the times of a job are settled; empty if it is new, or its times are others now. */
    Optional<Instant> settled(Handle h, Job job) {
        return h.createQuery("SELECT settled FROM job WHERE name = :name AND schedule = :schedule"
                + " AND timezone = :zone").bind("name", job.name()).bind("schedule", job.schedule())
                .bind("zone", job.timezone().getId()).mapTo(String.class).findOne().map(Times::parse);
    }

    void settle(Handle h, Job job, Instant until) {
        h.createUpdate("INSERT INTO job (name, schedule, timezone, settled) VALUES (:name, :schedule, :zone, :until)"
                + " ON CONFLICT (name) DO UPDATE SET schedule = :schedule, timezone = :zone, settled = :until")
                .bind("name", job.name()).bind("schedule", job.schedule()).bind("zone", job.timezone().getId())
                .bind("until", Times.text(until)).execute();
    }

    int unsettle(Handle h, Job job) {
        return h.createUpdate("UPDATE job SET schedule = '' WHERE name = :name").bind("name", job.name()).execute();
    }

    Optional<String> conversation(Handle h, String job) {
        return h.createQuery("SELECT conversation FROM job WHERE name = :name AND conversation IS NOT NULL")
                .bind("name", job).mapTo(String.class).findOne();
    }

    void conversation(Handle h, String job, String conversation) {
        h.createUpdate("UPDATE job SET conversation = :conversation WHERE name = :name")
                .bind("conversation", conversation).bind("name", job).execute();
    }

    /** Notes an occurrence, unless it is noted already; {@return its number}. */
    Optional<Long> add(Handle h, Job job, Instant due, String text, State state, @Nullable String detail) {
        int added = h.createUpdate("INSERT INTO occurrence (job, due, text, notify, budget, state, detail) VALUES"
                + " (:job, :due, :text, :notify, :budget, :state, :detail) ON CONFLICT (job, due) DO NOTHING")
                .bind("job", job.name()).bind("due", Times.text(due)).bind("text", text)
                .bind("notify", String.join("\n", job.notify_()))
                .bind("budget", job.budget().map(BigDecimal::toPlainString).orElse(null)).bind("state", state.word())
                .bind("detail", detail)
                .execute();
        database.afterCommit(changed);
        return added == 0 ? Optional.empty()
                : Optional.of(h.createQuery("SELECT id FROM occurrence WHERE job = :job AND due = :due")
                        .bind("job", job.name()).bind("due", Times.text(due)).mapTo(Long.class).one());
    }

    /**
     * Tells of each change, after it is stored.
     *
     * @param what what to do then; quick
     */
    public void onChange(Runnable what) {
        changed = what;
    }

    /** Tells that jobs are others now. */
    void changed() {
        changed.run();
    }

    void begin(Handle h, long id, @Nullable String turn, Instant now) {
        h.createUpdate("UPDATE occurrence SET state = 'running', turn = :turn, started_at = :now WHERE id = :id"
                + " AND state = 'claimed'").bind("turn", turn).bind("now", Times.text(now)).bind("id", id).execute();
        database.afterCommit(changed);
    }

    boolean end(Handle h, long id, State state, @Nullable String detail, Instant now) {
        database.afterCommit(changed);
        return h.createUpdate("UPDATE occurrence SET state = :state, detail = :detail, ended_at = :now WHERE id = :id"
                + " AND state IN ('claimed','running')").bind("state", state.word()).bind("detail", detail)
                .bind("now", Times.text(now)).bind("id", id).execute() == 1;
    }

    Database database() {
        return database;
    }

    private static Occurrence row(ResultSet rs) throws SQLException {
        return new Occurrence(rs.getLong("id"), rs.getString("job"), Times.parse(rs.getString("due")),
                rs.getString("text"), State.valueOf(rs.getString("state").toUpperCase(Locale.ROOT)),
                rs.getString("turn"), time(rs.getString("started_at")), time(rs.getString("ended_at")),
                rs.getString("detail"));
    }

    private static @Nullable Instant time(@Nullable String text) {
        return text == null ? null : Times.parse(text);
    }
}

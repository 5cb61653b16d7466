package dev.telecoder.platform.task;

import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.CheckedRun;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The runs of skills: a row before anything happens, and what came of it after. Safe for many threads. */
public final class Runs {

    private static final int LOOKED_THROUGH = 300;

    private final Database database;
    private final Json json;
    private final Clock clock;
    private final JournalWatch watch;
    private final Instant since;
    /** The turns since then that had a run others may see. */
    private final Set<String> outward = ConcurrentHashMap.newKeySet();

    /**
     * Makes the journal.
     *
     * @param database where runs are kept
     * @param json reads inputs and results
     * @param clock tells the time
     * @param watch told of each row once it is safe
     */
    public Runs(Database database, Json json, Clock clock, JournalWatch watch) {
        this.database = database;
        this.json = json;
        this.clock = clock;
        this.watch = watch;
        this.since = clock.instant();
    }

    /**
     * Records a decision, before anything runs.
     *
     * @param run the run, in one of the states refused, waiting or running
     */
    public void decided(Run run) {
        if (run.turn() != null && run.risk().compareTo(Risk.EXTERNAL) >= 0) {
            outward.add(run.turn());
        }
        database.write(h -> h
                .createUpdate("INSERT INTO run (id, seq, turn, step, call_id, parent, entry, person, skill, input,"
                        + " risk, decision, decided_by, state, repo, branch, head, snapshot, tree, succeeded, result, created_at,"
                        + " started_at, ended_at) VALUES (:id, (SELECT coalesce(max(seq), 0) + 1 FROM run), :turn, :step, :call,"
                        + " :parent, :entry, :person, :skill, :input, :risk, :decision, :by, :state, :repo, :branch, :head,"
                        + " :snapshot, NULL, NULL, :result, :at, :started, :ended)")
                .bind("id", run.id()).bind("turn", run.turn()).bind("step", run.step()).bind("call", run.callId())
                .bind("parent", run.parent()).bind("entry", run.entry().word()).bind("person", run.person())
                .bind("skill", run.skill()).bind("input", run.input().toString()).bind("risk", run.risk().name())
                .bind("decision", run.decision()).bind("by", run.decidedBy()).bind("state", run.state().word())
                .bind("repo", run.repo()).bind("branch", run.branch()).bind("head", run.head())
                .bind("snapshot", run.snapshot())
                .bind("result", run.result() == null ? null : run.result().toJson().toString())
                .bind("at", Times.text(run.createdAt()))
                .bind("started", run.startedAt() == null ? null : Times.text(run.startedAt()))
                .bind("ended", run.endedAt() == null ? null : Times.text(run.endedAt())).execute());
        watch.wrote("run " + run.state().word() + " " + run.skill());
    }

    /**
     * Records that a run that waited begins.
     *
     * @param id the run
     * @param decidedBy the question that allowed it
     * @param head the commit that is checked out, or {@code null}
     * @param branch the branch that is checked out, or {@code null}
     * @param snapshot the workspace before the run, or {@code null}
     */
    public void started(String id, String decidedBy, @Nullable String head, @Nullable String branch,
            @Nullable String snapshot) {
        database.write(h -> h.createUpdate("UPDATE run SET state = 'running', decided_by = :by, head = :head,"
                + " branch = :branch, snapshot = :snapshot, started_at = :at WHERE id = :id")
                .bind("id", id).bind("by", decidedBy).bind("head", head).bind("branch", branch)
                .bind("snapshot", snapshot).bind("at", now()).execute());
        watch.wrote("run started " + id);
    }

    /**
     * Records what came of a run.
     *
     * @param id the run
     * @param state how it ended
     * @param result what came of it
     * @param tree the content of the working tree now, or {@code null}
     */
    public void ended(String id, Run.State state, RunResult result, @Nullable String tree) {
        database.write(h -> h.createUpdate("UPDATE run SET state = :state, result = :result, succeeded = :succeeded,"
                + " tree = :tree, ended_at = :at WHERE id = :id")
                .bind("id", id).bind("state", state.word()).bind("result", result.toJson().toString())
                .bind("succeeded", result.succeeded() ? 1 : 0).bind("tree", tree).bind("at", now()).execute());
        watch.wrote("run ended " + id);
    }

    /**
     * Lists the runs of a turn, in order, those that other runs asked for included.
     *
     * @param turn the turn
     * @return the runs
     */
    public List<Run> ofTurn(String turn) {
        return database.query(h -> h.createQuery("SELECT * FROM run WHERE turn = :turn ORDER BY seq").bind("turn", turn)
                .map((rs, ctx) -> row(rs)).list());
    }

    /**
     * Lists the runs of a task, in order: those of all turns that go on with it.
     *
     * @param task the task
     * @return the runs
     */
    public List<Run> ofTask(String task) {
        return database.read(h -> h.createQuery("SELECT * FROM run WHERE turn IN (SELECT id FROM turn WHERE id = :task"
                + " OR conversation = (SELECT conversation FROM turn WHERE id = :task) AND task = :task) ORDER BY seq")
                .bind("task", task).map((rs, ctx) -> row(rs)).list());
    }

    /**
     * Lists the runs of a conversation on a repository that told an exit code, oldest first.
     *
     * @param conversation the conversation
     * @param repo the repository
     * @return the runs, of the newest ones
     */
    public List<CheckedRun> checked(String conversation, String repo) {
        List<Run> newest = database.read(h -> h.createQuery("SELECT * FROM run WHERE turn IN (SELECT id FROM turn"
                + " WHERE conversation = :conversation) AND repo = :repo AND tree IS NOT NULL AND state = 'done'"
                + " ORDER BY seq DESC LIMIT " + LOOKED_THROUGH).bind("conversation", conversation).bind("repo", repo)
                .map((rs, ctx) -> row(rs)).list());
        return newest.reversed().stream().flatMap(run -> Evidence.checked(run).stream()).toList();
    }

    /**
     * Lists the runs of a turn that left something others see: a push, or a pull request.
     *
     * @param h a handle
     * @param turn the turn
     * @return the runs, in order
     */
    public List<Run> published(Handle h, Turn turn) {
        if (turn.createdAt().isAfter(since) && !outward.contains(turn.id())) {
            return List.of(); // asked at the end of each turn, and nearly none has any
        }
        return h.createQuery("SELECT * FROM run WHERE turn = :turn AND risk IN ('EXTERNAL','DANGEROUS')"
                + " AND state = 'done' ORDER BY seq").bind("turn", turn.id()).map((rs, ctx) -> row(rs)).list();
    }

    /**
     * Lists the runs of the turns before one, in one look at the store.
     *
     * @param conversation the conversation
     * @param before the turn before which to stop
     * @param limit the most turns to look at, the newest ones
     * @return the runs of each turn, in order
     */
    public Map<String, List<Run>> ofTurnsBefore(String conversation, String before, int limit) {
        return database.query(h -> h
                .createQuery("SELECT * FROM run WHERE turn IN (SELECT id FROM turn WHERE conversation = :conversation"
                        + " AND seq < coalesce((SELECT seq FROM turn WHERE id = :before), 9223372036854775807)"
                        + " ORDER BY seq DESC LIMIT :limit) ORDER BY seq")
                .bind("conversation", conversation).bind("before", before).bind("limit", limit)
                .map((rs, ctx) -> row(rs)).list().stream()
                .collect(Collectors.groupingBy(run -> String.valueOf(run.turn()))));
    }

    /**
     * Finds a run.
     *
     * @param id its id
     * @return the run
     */
    public Optional<Run> find(String id) {
        return database.query(h -> h.createQuery("SELECT * FROM run WHERE id = :id").bind("id", id)
                .map((rs, ctx) -> row(rs)).findOne());
    }

    private String now() {
        return Times.text(clock.instant());
    }

    private Run row(ResultSet rs) throws SQLException {
        String result = rs.getString("result");
        String startedAt = rs.getString("started_at");
        String endedAt = rs.getString("ended_at");
        JsonValue input = json.parse(rs.getString("input"));
        return new Run(rs.getString("id"), rs.getString("turn"), rs.getInt("step"), rs.getString("call_id"),
                rs.getString("parent"), Entry.of(rs.getString("entry")), rs.getString("person"), rs.getString("skill"),
                input,
                Risk.valueOf(rs.getString("risk")), rs.getString("decision"), rs.getString("decided_by"),
                Run.State.of(rs.getString("state")), rs.getString("repo"), rs.getString("branch"), rs.getString("head"),
                rs.getString("snapshot"), rs.getString("tree"),
                result == null ? null : RunResult.of(json.parse(result)),
                Times.parse(rs.getString("created_at")), startedAt == null ? null : Times.parse(startedAt),
                endedAt == null ? null : Times.parse(endedAt));
    }
}

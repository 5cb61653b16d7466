package dev.telecoder.platform.task;

import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.Ids;
import dev.telecoder.platform.store.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The turns of all conversations. Methods that take a {@link Handle} are part of the caller's transaction. */
public final class Turns {

    private final Database database;
    private final Json json;
    private final Clock clock;

    /**
     * Makes the registry.
     *
     * @param database where turns are kept
     * @param json reads evidence
     * @param clock tells the time
     */
    public Turns(Database database, Json json, Clock clock) {
        this.database = database;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Opens a turn, to be taken up by the agent.
     *
     * @param h a handle that may write
     * @param conversation the conversation
     * @param person who asks
     * @param entry which way it came in
     * @param presumed up to which risk they consented beforehand, or {@code null}
     * @return its id
     */
    public String open(Handle h, String conversation, String person, Entry entry, @Nullable Risk presumed) {
        return open(h, conversation, person, entry, presumed, null);
    }

    /**
     * Opens a turn that goes on with the work of an earlier one, whose plan and budget hold for it.
     *
     * @param h a handle that may write
     * @param conversation the conversation
     * @param person on whose behalf
     * @param entry which way it came in
     * @param task the task it goes on with
     * @return its id
     */
    public String goOn(Handle h, String conversation, String person, Entry entry, String task) {
        return open(h, conversation, person, entry, null, task);
    }

    private String open(Handle h, String conversation, String person, Entry entry, @Nullable Risk presumed,
            @Nullable String task) {
        String id = Ids.next();
        h.createUpdate(
                "INSERT INTO turn (id, seq, task, conversation, person, entry, presumed, state, outside, created_at)"
                        + " VALUES (:id, (SELECT coalesce(max(seq), 0) + 1 FROM turn), :task, :conversation, :person, :entry,"
                        + " :presumed, 'queued', 0, :at)")
                .bind("id", id).bind("task", task == null ? id : task).bind("conversation", conversation)
                .bind("person", person).bind("entry", entry.word())
                .bind("presumed", presumed == null ? null : presumed.name()).bind("at", Times.text(clock.instant()))
                .execute();
        return id;
    }

    /**
     * Notes what began a turn that nobody asked for.
     *
     * @param h a handle that may write
     * @param id the turn
     * @param cause the monitor
     */
    public void cause(Handle h, String id, String cause) {
        h.createUpdate("UPDATE turn SET cause = :cause WHERE id = :id").bind("cause", cause).bind("id", id).execute();
    }

    /**
     * Notes that something was told in a conversation beside what is worked on there: a turn that is over, so that those after
     * it have read what was told.
     *
     * @param h a handle that may write
     * @param conversation the conversation
     * @param person in whose name
     * @param entry which way it came in
     * @return its id
     */
    public String told(Handle h, String conversation, String person, Entry entry) {
        String id = open(h, conversation, person, entry, null);
        h.createUpdate("UPDATE turn SET state = 'done', outside = 1, started_at = created_at, ended_at = created_at"
                + " WHERE id = :id").bind("id", id).execute();
        return id;
    }

    /**
     * Finds the turn of a task that has not ended.
     *
     * @param h a handle
     * @param conversation the conversation
     * @param task the task
     * @return the turn that waits, runs, or goes first
     */
    public Optional<String> openOf(Handle h, String conversation, String task) {
        return h.createQuery("SELECT id FROM turn WHERE conversation = :id AND state IN ('queued','running','waiting')"
                + " AND task = :task ORDER BY seq LIMIT 1").bind("id", conversation).bind("task", task)
                .mapTo(String.class).findFirst();
    }

    /**
     * Finds a turn.
     *
     * @param id its id
     * @return the turn
     */
    public Optional<Turn> find(String id) {
        return database.query(h -> h.createQuery("SELECT * FROM turn WHERE id = :id").bind("id", id)
                .map((rs, ctx) -> row(rs)).findOne());
    }

    /**
     * Lists what was asked for lately, the newest first.
     *
     * @param since since when
     * @param person only turns of conversations this person is a member of; {@code null} for all
     * @return when each was asked for and where it stands
     */
    public List<Recent> since(Instant since, @Nullable String person) {
        String from = Times.text(since);
        return database.read(h -> {
            List<Recent> found = new ArrayList<>();
            // Turns are numbered as they come, so reading backwards until one is too old reads no more than is asked for.
            try (var rows = h
                    .createQuery("SELECT id, created_at, state, CASE WHEN :person IS NULL THEN 1 ELSE EXISTS (SELECT 1"
                            + " FROM member m WHERE m.conversation = t.conversation AND m.person = :person) END AS seen,"
                            + " (SELECT count(*) FROM message m WHERE m.turn = t.id) AS messages FROM turn t ORDER BY seq DESC")
                    .bind("person", person).map((rs, ctx) -> new Object[]{rs.getString(2), rs.getString(3),
                            rs.getInt(4) != 0, rs.getInt(5)})
                    .iterator()) {
                while (rows.hasNext()) {
                    Object[] row = rows.next();
                    if (((String) row[0]).compareTo(from) < 0) {
                        break;
                    }
                    if ((boolean) row[2]) {
                        found.add(
                                new Recent(Times.parse((String) row[0]), Turn.State.of((String) row[1]), (int) row[3]));
                    }
                }
            }
            return found;
        });
    }

    /**
     * A turn in short.
     *
     * @param at when it was asked for
     * @param state where it stands
     * @param messages how many messages belong to it
     */
    public record Recent(Instant at, Turn.State state, int messages) {}

    /** {@return the turns that have not ended, oldest first} */
    public List<Turn> open() {
        return database.query(
                // The plus keeps it from reading all turns in the order of seq instead of the open ones.
                h -> h.createQuery("SELECT * FROM turn WHERE state IN ('queued','running','waiting') ORDER BY +seq")
                        .map((rs, ctx) -> row(rs)).list());
    }

    /**
     * Finds the turn of a conversation that the agent works on.
     *
     * @param h a handle
     * @param conversation the conversation
     * @return the turn that runs or waits
     */
    public Optional<Turn> findRunning(Handle h, String conversation) {
        // Both conditions: the first is the one of the index over open turns.
        return h.createQuery("SELECT * FROM turn WHERE conversation = :id AND state IN ('queued','running','waiting')"
                + " AND state IN ('running','waiting') ORDER BY seq LIMIT 1").bind("id", conversation)
                .map((rs, ctx) -> row(rs)).findOne();
    }

    /**
     * Lists turns, the newest first.
     *
     * @param conversation only those of this conversation; {@code null} for all
     * @param person only those a member of the conversation may see; {@code null} for all
     * @param before only those older than this one; {@code null} for the first page
     * @param limit the most to list
     * @return the turns
     */
    public List<Turn> list(@Nullable String conversation, @Nullable String person, @Nullable String before, int limit) {
        return list(conversation, person, before, limit, "");
    }

    /**
     * Lists turns in which something was worked on, the newest first: what was only told is none.
     *
     * @param conversation only those of this conversation; {@code null} for all
     * @param person only those a member of the conversation may see; {@code null} for all
     * @param before only those older than this one; {@code null} for the first page
     * @param limit the most to list
     * @return the turns
     */
    public List<Turn> tasks(@Nullable String conversation, @Nullable String person, @Nullable String before,
            int limit) {
        // As told() leaves them: over when they begin, which no work is.
        return list(conversation, person, before, limit, "NOT (state = 'done' AND outside = 1"
                + " AND coalesce(started_at, '') = created_at AND coalesce(ended_at, '') = created_at) AND ");
    }

    private List<Turn> list(@Nullable String conversation, @Nullable String person, @Nullable String before, int limit,
            String only) {
        // The condition on the conversation stands only where it holds: an index serves no "or".
        String where = only + (conversation == null ? "" : "conversation = :conversation AND ")
                + (person == null ? "" : "EXISTS (SELECT 1 FROM member m WHERE m.conversation = t.conversation"
                        + " AND m.person = :person) AND ");
        return database.read(h -> {
            var query = h.createQuery("SELECT * FROM turn t WHERE " + where
                    + "seq < coalesce((SELECT seq FROM turn WHERE id = :before), 9223372036854775807)"
                    + " ORDER BY seq DESC LIMIT :limit").bind("before", before).bind("limit", limit);
            if (conversation != null) {
                query.bind("conversation", conversation);
            }
            if (person != null) {
                query.bind("person", person);
            }
            return query.map((rs, ctx) -> row(rs)).list();
        });
    }

    /**
     * Counts the turns of a conversation from one on to another.
     *
     * @param conversation the conversation
     * @param first the first that counts
     * @param before the first that does not; empty for no end
     * @return how many
     */
    public int between(String conversation, String first, String before) {
        return database.query(h -> h.createQuery("SELECT count(*) FROM turn WHERE conversation = :conversation"
                + " AND seq >= (SELECT seq FROM turn WHERE id = :first)"
                + " AND seq < coalesce((SELECT seq FROM turn WHERE id = :before), 9223372036854775807)")
                .bind("conversation", conversation).bind("first", first).bind("before", before)
                .mapTo(Integer.class).one());
    }

    /**
     * Notes that the agent took a turn up, or that it waits or goes on.
     *
     * @param id the turn
     * @param state running or waiting
     */
    public void state(String id, Turn.State state) {
        String at = Times.text(clock.instant());
        database.note(h -> state(h, id, state, at));
    }

    /**
     * Notes that the agent takes a turn up; behind what it writes next at the latest.
     *
     * @param id the turn
     * @param begun what to do once that is noted
     */
    public void begin(String id, Runnable begun) {
        String at = Times.text(clock.instant());
        database.jot(h -> {
            database.afterCommit(begun);
            return state(h, id, Turn.State.RUNNING, at);
        });
    }

    private static int state(Handle h, String id, Turn.State state, String at) {
        return h.createUpdate("UPDATE turn SET state = :state, started_at = coalesce(started_at, :at)"
                + " WHERE id = :id AND state IN ('queued','running','waiting')")
                .bind("id", id).bind("state", state.word()).bind("at", at).execute();
    }

    /**
     * Notes that a turn has read outside text.
     *
     * @param id the turn
     */
    public void readOutside(String id) {
        database.write(h -> h.createUpdate("UPDATE turn SET outside = 1 WHERE id = :id").bind("id", id).execute());
    }

    /**
     * Ends a turn; one that has ended stays as it is.
     *
     * @param h a handle that may write
     * @param id the turn
     * @param state how it ended
     * @param error why it failed, for a person, or {@code null}
     * @param evidence what it changed, or {@code null}
     * @return whether it ended now
     */
    public boolean end(Handle h, String id, Turn.State state, @Nullable String error, @Nullable JsonValue evidence) {
        return h.createUpdate("UPDATE turn SET state = :state, error = :error, evidence = :evidence, ended_at = :at"
                + " WHERE id = :id AND state IN ('queued','running','waiting')")
                .bind("id", id).bind("state", state.word()).bind("error", error)
                .bind("evidence", evidence == null ? null : evidence.toString()).bind("at", Times.text(clock.instant()))
                .execute() > 0;
    }

    /** {@return how many turns run, and how many wait for their place or for a person} */
    public Counts counts() {
        return database.read(h -> new Counts(count(h, "'running'"), count(h, "'queued','waiting'")));
    }

    /**
     * How much is under way.
     *
     * @param running turns the agent works on
     * @param waiting turns that wait for their place or for a person
     */
    public record Counts(int running, int waiting) {}

    private static int count(Handle h, String states) {
        return h.createQuery("SELECT count(*) FROM turn WHERE state IN ('queued','running','waiting')"
                + " AND state IN (" + states + ")").mapTo(Integer.class).one();
    }

    private Turn row(ResultSet rs) throws SQLException {
        String presumed = rs.getString("presumed");
        String startedAt = rs.getString("started_at");
        String endedAt = rs.getString("ended_at");
        String evidence = rs.getString("evidence");
        return new Turn(rs.getString("id"), rs.getString("task"), rs.getString("conversation"), rs.getString("person"),
                Entry.of(rs.getString("entry")), presumed == null ? null : Risk.valueOf(presumed),
                Turn.State.of(rs.getString("state")), rs.getInt("outside") != 0,
                Times.parse(rs.getString("created_at")),
                startedAt == null ? null : Times.parse(startedAt), endedAt == null ? null : Times.parse(endedAt),
                rs.getString("error"), evidence == null ? null : json.parse(evidence));
    }
}

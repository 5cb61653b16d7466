package dev.telecoder.platform.task;

import dev.telecoder.api.json.Json;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.Ids;
import dev.telecoder.platform.store.Times;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The calls to the model of all turns, and the messages that came in between them. Safe for many threads. */
public final class ModelCalls {

    private final Database database;
    private final Json json;
    private final Clock clock;
    private final JournalWatch watch;

    /**
     * Makes the journal.
     *
     * @param database where calls are kept
     * @param json reads answers
     * @param clock tells the time
     * @param watch told of each row once it is safe
     */
    public ModelCalls(Database database, Json json, Clock clock, JournalWatch watch) {
        this.database = database;
        this.json = json;
        this.clock = clock;
        this.watch = watch;
    }

    /**
     * Records that a model is about to be asked.
     *
     * @param turn the turn
     * @param step the place in the turn's journal
     * @param purpose such as {@code turn}
     * @param provider the provider
     * @param model the model
     * @return the id of the call
     */
    public String started(String turn, int step, String purpose, String provider, String model) {
        String id = Ids.next();
        database.note(h -> h.createUpdate("INSERT INTO model_call (id, turn, step, state, purpose, provider, model,"
                + " started_at) VALUES (:id, :turn, :step, 'started', :purpose, :provider, :model, :at)")
                .bind("id", id).bind("turn", turn).bind("step", step).bind("purpose", purpose)
                .bind("provider", provider)
                .bind("model", model).bind("at", Times.text(clock.instant())).execute());
        watch.wrote("model_call started " + step);
        return id;
    }

    /**
     * Records the answer.
     *
     * @param id the call
     * @param response the answer
     * @param provider who gave it, which need not be whom was asked first
     * @param model which of its models
     */
    public void done(String id, LlmResponse response, String provider, String model) {
        String said = ResponseJson.of(response).toString();
        String used = ResponseJson.of(response.usage()).toString();
        String at = Times.text(clock.instant());
        database.jot(h -> { // the runs it asks for, or the answer, come behind it
            database.afterCommit(() -> watch.wrote("model_call done " + id));
            return h.createUpdate("UPDATE model_call SET state = 'done', response = :response, usage = :usage,"
                    + " ended_at = :at, provider = :provider, model = :model WHERE id = :id").bind("id", id)
                    .bind("provider", provider).bind("model", model).bind("response", said).bind("usage", used)
                    .bind("at", at).execute();
        });
    }

    /**
     * Records that there was no answer.
     *
     * @param id the call
     * @param error why, for a person
     */
    public void failed(String id, String error) {
        database.note(h -> h.createUpdate("UPDATE model_call SET state = 'failed', error = :error, ended_at = :at"
                + " WHERE id = :id")
                .bind("id", id).bind("error", error).bind("at", Times.text(clock.instant())).execute());
        watch.wrote("model_call failed " + id);
    }

    /**
     * Lists the answers of a turn, in order.
     *
     * @param turn the turn
     * @return the answers that were complete
     */
    public List<Answer> answers(String turn) {
        return database.query(h -> h
                .createQuery("SELECT step, response FROM model_call WHERE turn = :turn AND state = 'done'"
                        + " AND purpose = 'turn' ORDER BY step")
                .bind("turn", turn)
                .map((rs, ctx) -> new Answer(rs.getInt("step"),
                        ResponseJson.response(json.parse(rs.getString("response")))))
                .list());
    }

    /**
     * Lists the answers of the turns before one, in one look at the store.
     *
     * @param conversation the conversation
     * @param before the turn before which to stop
     * @param limit the most turns to look at, the newest ones
     * @return the complete answers of each turn, in order
     */
    public Map<String, List<Answer>> answersBefore(String conversation, String before, int limit) {
        Map<String, List<Answer>> all = new HashMap<>();
        database.query(h -> h.createQuery("SELECT turn, step, response FROM model_call WHERE state = 'done'"
                + " AND purpose = 'turn' AND turn IN (SELECT id FROM turn WHERE conversation = :conversation"
                + " AND seq < coalesce((SELECT seq FROM turn WHERE id = :before), 9223372036854775807)"
                + " ORDER BY seq DESC LIMIT :limit) ORDER BY step")
                .bind("conversation", conversation).bind("before", before).bind("limit", limit)
                .map((rs, ctx) -> all.computeIfAbsent(rs.getString("turn"), turn -> new ArrayList<>())
                        .add(new Answer(rs.getInt("step"),
                                ResponseJson.response(json.parse(rs.getString("response"))))))
                .list());
        return all;
    }

    /**
     * Lists the messages that were given to each of the turns before one, in one look at the store.
     *
     * @param conversation the conversation
     * @param before the turn before which to stop
     * @param limit the most turns to look at, the newest ones
     * @return step and id of each message by turn, in order
     */
    public Map<String, List<Steered>> steeringBefore(String conversation, String before, int limit) {
        Map<String, List<Steered>> all = new HashMap<>();
        database.query(h -> h
                .createQuery("SELECT s.turn, s.step, s.message FROM steering s JOIN message m ON m.id = s.message"
                        + " WHERE s.turn IN (SELECT id FROM turn WHERE conversation = :conversation"
                        + " AND seq < coalesce((SELECT seq FROM turn WHERE id = :before), 9223372036854775807)"
                        + " ORDER BY seq DESC LIMIT :limit)"
                        + " ORDER BY s.step, m.seq")
                .bind("conversation", conversation).bind("before", before).bind("limit", limit)
                .map((rs, ctx) -> all.computeIfAbsent(rs.getString("turn"), turn -> new ArrayList<>())
                        .add(new Steered(rs.getInt("step"), rs.getString("message"))))
                .list());
        return all;
    }

    /**
     * Records that messages were given to a running turn before a call to the model.
     *
     * @param turn the turn
     * @param step the call they were given before
     * @param messages the messages
     */
    public void steered(String turn, int step, List<String> messages) {
        database.jot(h -> { // the call that they go into comes behind them
            database.afterCommit(() -> watch.wrote("steering " + step));
            for (String message : messages) {
                h.createUpdate("INSERT INTO steering (turn, step, message) VALUES (:turn, :step, :message)"
                        + " ON CONFLICT DO NOTHING").bind("turn", turn).bind("step", step).bind("message", message)
                        .execute();
            }
            return null;
        });
    }

    /**
     * Lists the messages that were given to a turn while it ran.
     *
     * @param turn the turn
     * @return step and id of each, in order
     */
    public List<Steered> steering(String turn) {
        return database.query(h -> h
                .createQuery("SELECT s.step, s.message FROM steering s JOIN message m ON m.id = s.message"
                        + " WHERE s.turn = :turn ORDER BY s.step, m.seq")
                .bind("turn", turn)
                .map((rs, ctx) -> new Steered(rs.getInt("step"), rs.getString("message"))).list());
    }

    /**
     * An answer of the model.
     *
     * @param step its place in the turn's journal
     * @param response the answer
     */
    public record Answer(int step, LlmResponse response) {}

    /**
     * A message given to a running turn.
     *
     * @param step the call it was given before
     * @param message its id
     */
    public record Steered(int step, String message) {}
}

package dev.telecoder.platform.consent;

import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.store.Times;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of questions. */
final class QuestionTable {

    /** No 0 O 1 I: people type these. */
    private static final String ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Json json;

    QuestionTable(Json json) {
        this.json = json;
    }

    String freeId(Handle h) {
        while (true) {
            StringBuilder id = new StringBuilder();
            for (int i = 0; i < 4; i++) {
                id.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
            }
            if (find(h, id.toString()).isEmpty() && id.chars().anyMatch(Character::isDigit)) {
                return id.toString();
            }
        }
    }

    void insert(Handle h, Question q) {
        h.createUpdate(
                "INSERT INTO question (id, seq, kind, state, conversation, turn, task, run, skill, risk, summary, detail,"
                        + " input, repo, branch, effects, choices, always, binds, asked_of, created_at, expires_at)"
                        + " VALUES (:id, (SELECT coalesce(max(seq), 0) + 1 FROM question), :kind, 'pending', :conversation,"
                        + " :turn, :task, :run, :skill, :risk, :summary, :detail, :input, :repo, :branch, :effects, :choices,"
                        + " :always, :binds, :asked, :created, :expires)")
                .bind("id", q.id()).bind("kind", q.kind().word()).bind("conversation", q.conversation())
                .bind("turn", q.turn()).bind("task", q.task()).bind("run", q.run()).bind("skill", q.skill())
                .bind("risk", q.risk()).bind("summary", q.summary()).bind("detail", q.detail())
                .bind("input", q.input().toString()).bind("repo", q.repo()).bind("branch", q.branch())
                .bind("effects", JsonValue.array(q.effects()).toString())
                .bind("choices", JsonValue.array(q.choices()).toString())
                .bind("always", q.always() ? 1 : 0).bind("binds", q.binds()).bind("asked", q.askedOf())
                .bind("created", Times.text(q.createdAt())).bind("expires", Times.text(q.expiresAt())).execute();
    }

    Optional<Question> find(Handle h, String id) {
        return h.createQuery("SELECT * FROM question WHERE id = :id").bind("id", id.toUpperCase(Locale.ROOT))
                .map((rs, ctx) -> row(rs)).findOne();
    }

    /** Settles a question that is still open. */
    Optional<Question> settle(Handle h, String id, Question.State state, @Nullable String by, @Nullable String answer,
            String at) {
        int changed = h
                .createUpdate(
                        "UPDATE question SET state = :state, answered_by = :by, answer = :answer, answered_at = :at"
                                + " WHERE id = :id AND state = 'pending'")
                .bind("id", id).bind("state", state.word()).bind("by", by).bind("answer", answer).bind("at", at)
                .execute();
        return changed == 0 ? Optional.empty() : find(h, id);
    }

    /** The conversations that have an open question. */
    List<String> conversations(Handle h) {
        return h.createQuery(
                "SELECT DISTINCT conversation FROM question WHERE state = 'pending' AND conversation IS NOT NULL")
                .mapTo(String.class).list();
    }

    List<Question> list(Handle h, String where, @Nullable String key, int limit) {
        return h.createQuery("SELECT * FROM question WHERE " + where + " ORDER BY seq DESC LIMIT :limit")
                .bind("key", key)
                .bind("limit", limit).map((rs, ctx) -> row(rs)).list();
    }

    private Question row(ResultSet rs) throws SQLException {
        String answeredAt = rs.getString("answered_at");
        return new Question(rs.getString("id"), Question.Kind.valueOf(rs.getString("kind").toUpperCase(Locale.ROOT)),
                Question.State.valueOf(rs.getString("state").toUpperCase(Locale.ROOT)), rs.getString("conversation"),
                rs.getString("turn"), rs.getString("task"), rs.getString("run"), rs.getString("skill"),
                rs.getString("risk"),
                rs.getString("summary"), rs.getString("detail"), json.parse(rs.getString("input")),
                rs.getString("repo"),
                rs.getString("branch"), words(rs.getString("effects")), words(rs.getString("choices")),
                rs.getInt("always") != 0, rs.getString("binds"), rs.getString("asked_of"), rs.getString("answer"),
                Times.parse(rs.getString("created_at")), Times.parse(rs.getString("expires_at")),
                rs.getString("answered_by"),
                answeredAt == null ? null : Times.parse(answeredAt));
    }

    private List<String> words(String array) {
        return json.parse(array).items().stream().map(JsonValue::text).toList();
    }
}

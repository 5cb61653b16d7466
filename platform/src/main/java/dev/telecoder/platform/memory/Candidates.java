package dev.telecoder.platform.memory;

import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.memory.Recall;
import dev.telecoder.api.memory.Recall.Hit;
import dev.telecoder.platform.store.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages that may answer a question, of those that everybody present heard. For one reading and its one thread.
 *
 * @param h the reading
 * @param json reads audiences
 * @param present ids of those who will hear what is found
 * @param asked the question
 */
record Candidates(Handle h, Json json, Set<String> present, Recall.Query asked) {

    /** Who heard no more than this is searched by all words of the question. */
    private static final int FEW = 5_000;
    /** Of how many of the best, what was said right before or after is looked at too. */
    private static final int WITH_NEIGHBOURS = 20;
    private static final int MOST = 200;
    private static final int MOST_OF_PERIOD = 150;
    private static final String BESIDES =
            " (SELECT max(b.seq) FROM message b WHERE b.conversation = f.conversation AND b.seq < f.seq) AS before,"
                    + " (SELECT min(a.seq) FROM message a WHERE a.conversation = f.conversation AND a.seq > f.seq) AS after,"
                    + " f.origin = 'outside' OR (SELECT c.kind FROM conversation c WHERE c.id = f.conversation) <> 'direct'"
                    + " AS outside";

    /** A message, and what stands before and after it. */
    record Row(long seq, Hit hit, @Nullable Long before, @Nullable Long after) {

        Row scored(double score) {
            return new Row(seq, new Hit(hit.id(), hit.conversation(), hit.sentAt(), hit.sender(), hit.text(), score,
                    hit.outside()), before, after);
        }
    }

    /** {@return whether so much was heard that not all of it can be looked at} */
    boolean isMuch() {
        return h.createQuery("SELECT count(*) FROM (SELECT rowid FROM message_words WHERE message_words MATCH :match"
                + " LIMIT :most)").bind("match", heard()).bind("most", FEW + 1).mapTo(Integer.class).one() > FEW;
    }

    /** {@return about how many messages there are} */
    long messages() {
        return h.createQuery("SELECT max(seq) FROM message").mapTo(Long.class).findFirst().orElse(0L);
    }

    /** {@return in how many messages each of some words is, counted up to so many} */
    Map<String, Integer> having(List<String> words, int most) {
        Map<String, Integer> having = new HashMap<>();
        h.createQuery(
                "SELECT t.value AS word, (SELECT count(*) FROM (SELECT rowid FROM message_words WHERE message_words"
                        + " MATCH 'markdown : \"' || t.value || '\"' LIMIT :most)) AS many FROM json_each(:words) t")
                .bind("most", most).bind("words", JsonValue.array(words).toString())
                .map((rs, ctx) -> having.put(rs.getString("word"), rs.getInt("many"))).list();
        return having;
    }

    boolean isName(String word) {
        return h.createQuery("SELECT sender FROM message WHERE sender >= :word COLLATE NOCASE"
                + " AND sender < :word || char(1114111) COLLATE NOCASE LIMIT 1").bind("word", word).mapTo(String.class)
                .findFirst().map(sender -> QuestionWords.ofName(sender).anyMatch(word::equals)).orElse(false);
    }

    static List<Row> joined(List<Row> rows, List<Row> more) {
        Set<Long> known = rows.stream().map(Row::seq).collect(Collectors.toSet());
        return Stream.concat(rows.stream(), more.stream().filter(row -> !known.contains(row.seq()))).toList();
    }

    /** {@return the best of those that have one of the words, and were said in a time if one is given} */
    List<Row> having(List<String> words, boolean much, @Nullable Period within) {
        if (words.isEmpty()) {
            return List.of();
        }
        String any = words.stream().map(Candidates::quoted).collect(Collectors.joining(" OR "));
        List<String> ids = List.copyOf(present);
        // As a part of the match, who heard much is weighed like a word that is in everything, which takes longer than the rest.
        String narrowed = (!much ? "" : IntStream.range(0, ids.size())
                .mapToObj(i -> " AND instr(m.audience, :heard" + i + ") > 0").collect(Collectors.joining()))
                + (asked.since().isPresent() ? " AND m.sent_at >= :since" : "")
                + (within != null ? " AND w.rowid IN (SELECT seq FROM message WHERE sent_at >= :from AND sent_at < :to"
                        + " ORDER BY sent_at LIMIT " + MOST_OF_PERIOD + ")" : "")
                + (asked.repo().isPresent() ? " AND EXISTS (SELECT 1 FROM conversation_repo r WHERE r.conversation ="
                        + " m.conversation AND r.name = :repo)" : "");
        org.jdbi.v3.core.statement.Query query = h.createQuery("SELECT f.*," + BESIDES
                + " FROM (SELECT m.seq, m.id, m.conversation, m.sender, m.markdown, m.audience, m.sent_at,"
                + " m.origin, w.rank AS score"
                + " FROM message_words w JOIN message m ON m.seq = w.rowid WHERE message_words MATCH :match" + narrowed
                + " ORDER BY w.rank LIMIT :limit) f ORDER BY f.score");
        query.bind("match", "markdown : (" + any + ")" + (much ? "" : " AND " + heard())).bind("limit",
                Math.max(MOST, 2 * asked.limit()));
        for (int i = 0; much && i < ids.size(); i++) {
            query.bind("heard" + i, ids.get(i));
        }
        if (within != null) {
            query.bind("from", Times.text(within.from())).bind("to", Times.text(within.to()));
        }
        asked.since().ifPresent(since -> query.bind("since", Times.text(since)));
        asked.repo().ifPresent(repo -> query.bind("repo", repo));
        return query.map((rs, ctx) -> row(rs, -rs.getDouble("score"))).list().stream().filter(Objects::nonNull)
                .toList();
    }

    /** {@return whether there may be more that has the words than was read} */
    boolean isCut(List<Row> rows) {
        return rows.size() >= MOST;
    }

    /** {@return what a named person said right before or after the best; it often holds the answer in other words} */
    List<Row> neighbours(List<Row> rows, Set<String> names) {
        Set<Long> known = rows.stream().map(Row::seq).collect(Collectors.toSet());
        List<Long> wanted = rows.stream().limit(WITH_NEIGHBOURS).flatMap(row -> Stream.of(row.before(), row.after()))
                .filter(seq -> seq != null && !known.contains(seq)).distinct().toList();
        if (wanted.isEmpty() || names.isEmpty()) {
            return List.of();
        }
        return h.createQuery("SELECT f.*," + BESIDES
                + " FROM message f WHERE f.role <> 'system' AND f.seq IN (SELECT value FROM json_each(:wanted))")
                .bind("wanted", wanted.toString()).map((rs, ctx) -> row(rs, 0)).list().stream()
                .filter(Objects::nonNull)
                .filter(row -> QuestionWords.ofName(row.hit().sender()).anyMatch(names::contains)
                        && asked.since().map(since -> !row.hit().sentAt().isBefore(since)).orElse(true))
                .toList();
    }

    /** {@return up to so many messages on each side of one, in their order} */
    static List<Hit> around(Handle h, Json json, Set<String> present, String id, int most) {
        var reading = new Candidates(h, json, present, new Recall.Query("", 0, Optional.empty(),
                Optional.empty()));
        return h.createQuery("SELECT f.*," + BESIDES
                + " FROM message f WHERE f.role <> 'system' AND f.conversation ="
                + " (SELECT conversation FROM message WHERE id = :id) AND f.seq IN ("
                + " SELECT seq FROM (SELECT b.seq FROM message b, message m WHERE m.id = :id AND b.conversation = m.conversation"
                + " AND b.seq <= m.seq ORDER BY b.seq DESC LIMIT :most + 1)"
                + " UNION SELECT seq FROM (SELECT a.seq FROM message a, message m WHERE m.id = :id AND a.conversation ="
                + " m.conversation AND a.seq > m.seq ORDER BY a.seq LIMIT :most)) ORDER BY f.seq")
                .bind("id", id).bind("most", most).map((rs, ctx) -> reading.row(rs, 0)).list().stream()
                .filter(Objects::nonNull).map(Row::hit).toList();
    }

    /** The index only narrows down by the words an id is made of; what decides is the list itself. */
    private @Nullable Row row(ResultSet rs, double score) throws SQLException {
        List<String> heard = json.parse(rs.getString("audience")).items().stream().map(JsonValue::text).toList();
        return !new HashSet<>(heard).containsAll(present) ? null : new Row(rs.getLong("seq"),
                new Hit(rs.getString("id"), rs.getString("conversation"), Times.parse(rs.getString("sent_at")),
                        rs.getString("sender"), rs.getString("markdown"), score, rs.getBoolean("outside")),
                seq(rs, "before"), seq(rs, "after"));
    }

    private static @Nullable Long seq(ResultSet rs, String column) throws SQLException {
        long seq = rs.getLong(column);
        return rs.wasNull() ? null : seq;
    }

    private String heard() {
        return present.stream().map(id -> "audience : " + quoted(id)).collect(Collectors.joining(" AND "));
    }

    private static String quoted(String phrase) {
        return '"' + phrase.replace("\"", "\"\"") + '"';
    }
}

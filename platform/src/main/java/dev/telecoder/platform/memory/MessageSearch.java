package dev.telecoder.platform.memory;

import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.memory.Recall;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Finds past messages by the stems of their words, ranked by BM25, among those that everybody in the present audience was in the
 * audience of. What was said right before and after counts too, and who is named, and when. The index is kept by the database
 * itself, with each message, so what was stored is found at once. Safe for many threads.
 */
public final class MessageSearch implements Recall {

    /** How much the better of the two messages beside one adds to it; measured on long conversations. */
    private static final double BESIDE = 0.3;
    /** How much more likely the person whom a question names is the one who told it. */
    private static final double NAMED = 1.5;
    /** Who heard no more than this is searched by all words of the question. */
    private static final int FEW = 5_000;
    /** Of how many messages the rarest words of a question are sought else; the commoner words add little to these. */
    private static final int LOOKED_AT = 3_000;
    /** Of how many of the best, what the named person said right before or after is looked at too. */
    private static final int WITH_NEIGHBOURS = 20;
    /** What is further apart was said on another occasion. */
    private static final Duration OCCASION = Duration.ofHours(12);
    private static final int CANDIDATES = 200;
    private static final int MOST_COUNTED = 20_000;
    private static final int MOST_AROUND = 20;
    private static final int MOST_OF_PERIOD = 150;
    private static final String BESIDES =
            " (SELECT max(b.seq) FROM message b WHERE b.conversation = f.conversation AND b.seq < f.seq) AS before,"
                    + " (SELECT min(a.seq) FROM message a WHERE a.conversation = f.conversation AND a.seq > f.seq) AS after,"
                    + " f.origin = 'outside' OR (SELECT c.kind FROM conversation c WHERE c.id = f.conversation) <> 'direct'"
                    + " AS outside";

    private final Database database;
    private final Json json;
    private final Supplier<Set<String>> audience;

    /**
     * Makes a search for an audience.
     *
     * @param database where messages are kept
     * @param json reads audiences
     * @param audience ids of those who will hear what is found
     */
    public MessageSearch(Database database, Json json, Supplier<Set<String>> audience) {
        this.database = database;
        this.json = json;
        this.audience = audience;
    }

    private record Row(long seq, Hit hit, @Nullable Long before, @Nullable Long after) {}

    @Override
    public List<Hit> search(String query, int limit) {
        return search(new Recall.Query(query, limit, Optional.empty(), Optional.empty()));
    }

    @Override
    public List<Hit> search(Recall.Query query) {
        Set<String> present = audience.get();
        Optional<Period> period = Period.in(query.text());
        List<String> words = QuestionWords.of(query.text());
        if (words.isEmpty() || present.isEmpty() || query.limit() < 1) {
            return List.of();
        }
        return database.read(h -> {
            Set<String> names = words.stream().filter(word -> isName(h, word)).collect(Collectors.toSet());
            // Who is named speaks in every other message, and when it was is seldom said: neither tells one from another.
            List<String> telling = words.stream().filter(word -> !names.contains(word)
                    && period.map(when -> !when.words().contains(word)).orElse(true)).toList();
            List<String> sought = telling.isEmpty() ? words : telling;
            boolean few = count(h, heard(present), FEW + 1) <= FEW;
            List<String> rare = few ? sought : rarest(h, sought);
            List<Row> rows = candidates(h, rare, query, present, few, null);
            // Where there is more than was looked at, that of the one day in question may be missing.
            if (period.isPresent() && period.get().isDay() && rows.size() >= CANDIDATES) {
                rows = joined(rows, candidates(h, rare, query, present, few, period.get()));
            }
            rows = withNeighbours(h, rows, names, query, present);
            return ranked(rows, names, period).stream().limit(query.limit()).toList();
        });
    }

    private static int count(Handle h, String match, int most) {
        return h.createQuery("SELECT count(*) FROM (SELECT rowid FROM message_words WHERE message_words MATCH :match"
                + " LIMIT :most)").bind("match", match).bind("most", most).mapTo(Integer.class).one();
    }

    private static String heard(Set<String> present) {
        return present.stream().map(id -> "audience : " + quoted(id)).collect(Collectors.joining(" AND "));
    }

    /** The words that are in the fewest messages, as many as together are in no more than will be looked at, but one at least. */
    private static List<String> rarest(Handle h, List<String> words) {
        Map<String, Integer> said = new HashMap<>();
        words.forEach(word -> said.put(word, count(h, "markdown : " + quoted(word), MOST_COUNTED)));
        List<String> rarest = new ArrayList<>();
        int sum = 0;
        for (String word : words.stream().filter(word -> said.getOrDefault(word, 0) > 0)
                .sorted(Comparator.comparing(word -> said.getOrDefault(word, 0))).toList()) {
            sum += said.getOrDefault(word, 0);
            if (!rarest.isEmpty() && sum > LOOKED_AT) {
                break;
            }
            rarest.add(word);
        }
        return rarest;
    }

    private static boolean isName(Handle h, String word) {
        return h.createQuery("SELECT sender FROM message WHERE sender >= :word COLLATE NOCASE"
                + " AND sender < :word || char(1114111) COLLATE NOCASE LIMIT 1").bind("word", word).mapTo(String.class)
                .findFirst().map(sender -> QuestionWords.ofName(sender).anyMatch(word::equals)).orElse(false);
    }

    private static List<Row> joined(List<Row> rows, List<Row> more) {
        Set<Long> known = rows.stream().map(Row::seq).collect(Collectors.toSet());
        return Stream.concat(rows.stream(), more.stream().filter(row -> !known.contains(row.seq()))).toList();
    }

    private List<Row> candidates(Handle h, List<String> words, Recall.Query asked, Set<String> present,
            boolean few, @Nullable Period within) {
        if (words.isEmpty()) {
            return List.of();
        }
        String any = words.stream().map(MessageSearch::quoted).collect(Collectors.joining(" OR "));
        List<String> ids = List.copyOf(present);
        // As a part of the match, who heard much is weighed like a word that is in everything, which takes longer than the rest.
        String narrowed = (few ? "" : IntStream.range(0, ids.size())
                .mapToObj(i -> " AND instr(m.audience, :heard" + i + ") > 0").collect(Collectors.joining()))
                + (asked.since().isPresent() ? " AND m.sent_at >= :since" : "")
                + (within != null ? " AND w.rowid IN (SELECT seq FROM message WHERE sent_at >= :from AND sent_at < :to"
                        + " ORDER BY sent_at LIMIT " + MOST_OF_PERIOD + ")" : "")
                + (asked.repo().isPresent() ? " AND EXISTS (SELECT 1 FROM conversation_repo r WHERE r.conversation ="
                        + " m.conversation AND r.name = :repo)" : "");
        org.jdbi.v3.core.statement.Query query = h.createQuery("SELECT f.*," + BESIDES
                + " FROM (SELECT m.seq, m.id, m.conversation, m.sender, m.markdown, m.audience, m.sent_at, m.origin, w.rank AS score"
                + " FROM message_words w JOIN message m ON m.seq = w.rowid WHERE message_words MATCH :match" + narrowed
                + " ORDER BY w.rank LIMIT :limit) f ORDER BY f.score");
        query.bind("match", "markdown : (" + any + ")" + (few ? " AND " + heard(present) : "")).bind("limit",
                Math.max(CANDIDATES, 2 * asked.limit()));
        for (int i = 0; !few && i < ids.size(); i++) {
            query.bind("heard" + i, ids.get(i));
        }
        if (within != null) {
            query.bind("from", Times.text(within.from())).bind("to", Times.text(within.to()));
        }
        asked.since().ifPresent(since -> query.bind("since", Times.text(since)));
        asked.repo().ifPresent(repo -> query.bind("repo", repo));
        return query.map((rs, ctx) -> heard(rs.getString("audience"), present)
                ? new Row(rs.getLong("seq"), hit(rs, -rs.getDouble("score")), seq(rs, "before"), seq(rs, "after"))
                : null).list().stream().filter(MessageSearch::found).toList();
    }

    /** What a named person said right before or after a match is one by that name; it often holds the answer in other words. */
    private List<Row> withNeighbours(Handle h, List<Row> rows, Set<String> names, Recall.Query asked,
            Set<String> present) {
        if (names.isEmpty()) {
            return rows;
        }
        Set<Long> known = rows.stream().map(Row::seq).collect(Collectors.toSet());
        List<Long> wanted = rows.stream().limit(WITH_NEIGHBOURS).flatMap(row -> Stream.of(row.before(), row.after()))
                .filter(seq -> seq != null && !known.contains(seq)).distinct().toList();
        if (wanted.isEmpty()) {
            return rows;
        }
        List<Row> all = new ArrayList<>(rows);
        h.createQuery("SELECT f.*," + BESIDES + " FROM message f WHERE f.role <> 'system' AND f.seq IN (<wanted>)")
                .bindList("wanted", wanted).map((rs, ctx) -> heard(rs.getString("audience"), present)
                        ? new Row(rs.getLong("seq"), hit(rs, 0), seq(rs, "before"), seq(rs, "after")) : null)
                .list().stream().filter(MessageSearch::found)
                .filter(row -> QuestionWords.ofName(row.hit().sender()).anyMatch(names::contains)
                        && asked.since().map(since -> !row.hit().sentAt().isBefore(since)).orElse(true))
                .forEach(all::add);
        return all;
    }

    private static List<Hit> ranked(List<Row> rows, Set<String> names, Optional<Period> period) {
        Map<Long, Hit> bySeq = new HashMap<>();
        rows.forEach(row -> bySeq.put(row.seq(), row.hit()));
        List<Hit> ranked = new ArrayList<>();
        for (Row row : rows) {
            Hit hit = row.hit();
            double score =
                    hit.score() + BESIDE * Math.max(beside(hit, row.before(), bySeq), beside(hit, row.after(), bySeq));
            if (QuestionWords.ofName(hit.sender()).anyMatch(names::contains)) {
                score *= NAMED;
            }
            score *= period.map(when -> when.weight(hit.sentAt())).orElse(1.0);
            ranked.add(new Hit(hit.id(), hit.conversation(), hit.sentAt(), hit.sender(), hit.text(), score,
                    hit.outside()));
        }
        ranked.sort(Comparator.comparingDouble(Hit::score).reversed());
        return ranked;
    }

    private static double beside(Hit hit, @Nullable Long seq, Map<Long, Hit> bySeq) {
        Hit other = seq == null ? null : bySeq.get(seq);
        return other == null || Duration.between(hit.sentAt(), other.sentAt()).abs().compareTo(OCCASION) > 0 ? 0
                : other.score();
    }

    @Override
    public List<Hit> around(String id, int each) {
        Set<String> present = audience.get();
        if (present.isEmpty()) {
            return List.of();
        }
        int most = Math.clamp(each, 0, MOST_AROUND);
        return database.query(h -> h.createQuery("SELECT f.*," + BESIDES
                + " FROM message f WHERE f.role <> 'system' AND f.conversation ="
                + " (SELECT conversation FROM message WHERE id = :id) AND f.seq IN ("
                + " SELECT seq FROM (SELECT b.seq FROM message b, message m WHERE m.id = :id AND b.conversation = m.conversation"
                + " AND b.seq <= m.seq ORDER BY b.seq DESC LIMIT :most + 1)"
                + " UNION SELECT seq FROM (SELECT a.seq FROM message a, message m WHERE m.id = :id AND a.conversation ="
                + " m.conversation AND a.seq > m.seq ORDER BY a.seq LIMIT :most)) ORDER BY f.seq")
                .bind("id", id).bind("most", most)
                .map((rs, ctx) -> heard(rs.getString("audience"), present) ? hit(rs, 0) : null).list()).stream()
                .filter(MessageSearch::found).toList();
    }

    private static Hit hit(ResultSet rs, double score) throws SQLException {
        return new Hit(rs.getString("id"), rs.getString("conversation"), Times.parse(rs.getString("sent_at")),
                rs.getString("sender"), rs.getString("markdown"), score, rs.getBoolean("outside"));
    }

    private static @Nullable Long seq(ResultSet rs, String column) throws SQLException {
        long seq = rs.getLong(column);
        return rs.wasNull() ? null : seq;
    }

    private static boolean found(@Nullable Object row) {
        return row != null;
    }

    /** The index only narrows down by the words an id is made of; what decides is the list itself. */
    private boolean heard(String stored, Set<String> present) {
        return new HashSet<>(json.parse(stored).items().stream().map(JsonValue::text).toList()).containsAll(present);
    }

    private static String quoted(String phrase) {
        return '"' + phrase.replace("\"", "\"\"") + '"';
    }
}

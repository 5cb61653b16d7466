package dev.telecoder.platform.memory;

import dev.telecoder.api.json.Json;
import dev.telecoder.api.memory.Recall;
import dev.telecoder.platform.memory.Candidates.Row;
import dev.telecoder.platform.store.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds past messages by the stems of their words and of words like them, ranked by BM25, among those that everybody in the
 * present audience was in the audience of. What was said right before and after counts too, and who is named, and when. The
 * index is kept by the database itself, with each message, so what was stored is found at once. Safe for many threads.
 */
public final class MessageSearch implements Recall {

    /** How much the better of the two messages beside one adds to it; measured on long conversations. */
    private static final double BESIDE = 0.3;
    /** How much a question adds to what is said right after it, mostly its answer. */
    private static final double ANSWER = 0.6;
    /** How much more likely the person whom a question names is the one who told it. */
    private static final double NAMED = 1.8;
    /** What the index itself says decides between those that are alike, and where it knows words by other letters. */
    private static final double INDEX = 0.01;
    /** Of how many messages the rarest words of a question are sought else; the commoner words add little to these. */
    private static final int LOOKED_AT = 3_000;
    /** The same of words that are like those of the question. */
    private static final int LOOKED_AT_ALIKE = 500;
    private static final int MOST_COUNTED = 20_000;
    /** What is further apart was said on another occasion. */
    private static final Duration OCCASION = Duration.ofHours(12);
    private static final int MOST_AROUND = 20;

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

    @Override
    public List<Hit> search(String query, int limit) {
        return search(new Recall.Query(query, limit, Optional.empty(), Optional.empty()));
    }

    @Override
    public List<Hit> search(Recall.Query query) {
        Set<String> present = audience.get();
        List<String> words = QuestionWords.of(query.text());
        if (words.isEmpty() || present.isEmpty() || query.limit() < 1) {
            return List.of();
        }
        return database.read(h -> {
            var messages = new Candidates(h, json, present, query);
            Optional<Period> period = Period.in(query.text());
            Set<String> names = words.stream().filter(messages::isName).collect(Collectors.toSet());
            // Who is named speaks in every other message, and when it was is seldom said: neither tells one from another.
            List<String> telling = words.stream().filter(word -> !names.contains(word)
                    && period.map(when -> !when.words().contains(word)).orElse(true)).toList();
            List<Row> rows = read(messages, telling.isEmpty() ? words : telling, period);
            rows = Candidates.joined(rows, messages.neighbours(rows, names));
            return ranked(rows, names, period).stream().limit(query.limit()).toList();
        });
    }

    /** Those that have one of the words, or one like it, each scored by its own text, the best first. */
    private static List<Row> read(Candidates messages, List<String> words, Optional<Period> period) {
        boolean much = messages.isMuch();
        List<Map<String, Double>> alike = words.stream().map(QuestionWords::withRelated).toList();
        // A related word that is in more messages than will be looked at need not be counted further.
        Map<String, Integer> having = new HashMap<>(messages.having(alike.stream().flatMap(one -> one.keySet().stream())
                .filter(word -> !words.contains(word)).distinct().toList(), much ? LOOKED_AT_ALIKE + 1 : MOST_COUNTED));
        having.putAll(messages.having(words, MOST_COUNTED));
        List<String> own = words.stream().filter(word -> having.getOrDefault(word, 0) > 0).toList();
        List<String> others = having.keySet().stream()
                .filter(word -> !words.contains(word) && having.getOrDefault(word, 0) > 0).toList();
        List<String> rare = much ? rarest(own, having, LOOKED_AT, 1) : own;
        List<Row> rows = messages.having(rare, much, null);
        // Where there is more than was looked at, that of the one day in question may be missing.
        if (period.isPresent() && period.get().isDay() && messages.isCut(rows)) {
            rows = Candidates.joined(rows, messages.having(rare, much, period.get()));
        }
        rows = Candidates.joined(rows,
                messages.having(much ? rarest(others, having, LOOKED_AT_ALIKE, 0) : others, much, null));
        var fit = new Fit(alike, messages.messages(), word -> having.getOrDefault(word, 0),
                rows.stream().mapToInt(row -> Fit.length(row.hit().text())).average().orElse(1));
        return rows.stream().map(row -> row.scored(fit.of(row.hit().text()) + INDEX * row.hit().score()))
                .sorted(Comparator.comparingDouble((Row row) -> -row.hit().score())).toList();
    }

    /** The words that are in the fewest messages, as many as together are in no more than will be looked at, but some at least. */
    private static List<String> rarest(List<String> words, Map<String, Integer> having, int most, int atLeast) {
        List<String> rarest = new ArrayList<>();
        int sum = 0;
        for (String word : words.stream().sorted(Comparator.comparing(word -> having.getOrDefault(word, 0))).toList()) {
            sum += having.getOrDefault(word, 0);
            if (rarest.size() >= atLeast && sum > most) {
                break;
            }
            rarest.add(word);
        }
        return rarest;
    }

    private static List<Hit> ranked(List<Row> rows, Set<String> names, Optional<Period> period) {
        Map<Long, Hit> bySeq = new HashMap<>();
        rows.forEach(row -> bySeq.put(row.seq(), row.hit()));
        List<Hit> ranked = new ArrayList<>();
        for (Row row : rows) {
            Hit hit = row.hit();
            double score = hit.score()
                    + Math.max(before(hit, row.before(), bySeq), BESIDE * beside(hit, row.after(), bySeq));
            if (QuestionWords.ofName(hit.sender()).anyMatch(names::contains)) {
                score *= NAMED;
            }
            score *= period.map(when -> when.weight(hit.sentAt())).orElse(1.0);
            ranked.add(row.scored(score).hit());
        }
        ranked.sort(Comparator.comparingDouble(Hit::score).reversed());
        return ranked;
    }

    private static double before(Hit hit, @Nullable Long seq, Map<Long, Hit> bySeq) {
        Hit other = seq == null ? null : bySeq.get(seq);
        boolean asks = other != null && other.text().stripTrailing().endsWith("?")
                && !other.sender().equals(hit.sender());
        return (asks ? ANSWER : BESIDE) * beside(hit, seq, bySeq);
    }

    private static double beside(Hit hit, @Nullable Long seq, Map<Long, Hit> bySeq) {
        Hit other = seq == null ? null : bySeq.get(seq);
        return other == null || Duration.between(hit.sentAt(), other.sentAt()).abs().compareTo(OCCASION) > 0 ? 0
                : other.score();
    }

    @Override
    public List<Hit> around(String id, int each) {
        Set<String> present = audience.get();
        return present.isEmpty() ? List.of() : database.query(h -> Candidates.around(h, json, present, id,
                Math.clamp(each, 0, MOST_AROUND)));
    }
}

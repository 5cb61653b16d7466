package dev.telecoder.platform.model;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.LlmResponse.Usage;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.Times;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What each answer of a model took, and sums of it. Safe for many threads. */
public final class UsageTable {

    private static final String SUMS = "count(*) AS requests, coalesce(sum(input), 0) AS input,"
            + " coalesce(sum(cached_input), 0) AS cached, coalesce(sum(cache_write), 0) AS cache_write,"
            + " coalesce(sum(output), 0) AS output, coalesce(sum(reasoning), 0) AS reasoning, sum(nanousd) AS nano,"
            + " count(*) - count(nanousd) AS unpriced";

    private final Database database;
    private final Clock clock;

    UsageTable(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Sums.
     *
     * @param name of what; empty where nobody can be named
     * @param label the same for people
     * @param requests how many answers
     * @param input tokens sent, without those the service had already
     * @param cached tokens it had
     * @param cacheWrite tokens it was told to keep
     * @param output tokens answered, with those that were thought
     * @param reasoning tokens thought
     * @param nano billionths of a dollar; {@code null} if nothing of it has a price
     * @param unpriced how many of the answers have none
     */
    public record Sum(String name, String label, long requests, long input, long cached, long cacheWrite, long output,
            long reasoning, @Nullable Long nano, long unpriced) {

        /** {@return the sums as the API shows them, without a name} */
        public JsonValue.ObjectBuilder toJson() {
            return JsonValue.object().put("usd", nano == null ? null : Price.usd(nano))
                    .put("input_tokens", input).put("cached_input_tokens", cached).put("cache_write_tokens", cacheWrite)
                    .put("output_tokens", output).put("reasoning_tokens", reasoning).put("requests", requests)
                    .put("unpriced_requests", unpriced);
        }

        /** {@return the sums as the events and tasks of the API show them} */
        public JsonValue ofTurn() {
            return JsonValue.object().put("calls", requests).put("input", input).put("output", output)
                    .put("cached_input", cached).put("cache_write", cacheWrite).put("reasoning", reasoning)
                    .put("usd", nano == null ? null : Price.usd(nano)).build();
        }
    }

    /** What usage can be told by. */
    public enum By {
        /** The day, in UTC. */
        DAY("u.day", "u.day", ""),
        /** The conversation. */
        CONVERSATION("u.conversation", "c.title", " LEFT JOIN conversation c ON c.id = u.conversation"),
        /** On whose behalf. */
        PERSON("u.person", "p.name", " LEFT JOIN person p ON p.id = u.person"),
        /** The repository in focus. */
        REPO("u.repo", "u.repo", ""),
        /** The monitor that began it. */
        MONITOR("u.monitor", "u.monitor", ""),
        /** Provider and model. */
        MODEL("u.provider || '/' || u.model", "u.provider || '/' || u.model", ""),
        /** What it was for. */
        PURPOSE("u.purpose", "u.purpose", "");

        private final String key;
        private final String label;
        private final String join;

        By(String key, String label, String join) {
            this.key = key;
            this.label = label;
            this.join = join;
        }

        /** {@return the name in the API} */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    void add(Ledger.Call call, Usage usage, @Nullable Long nano) {
        Instant now = clock.instant();
        Account account = call.account();
        database.note(h -> h
                .createUpdate("INSERT INTO usage (at, day, purpose, provider, model, conversation, turn, task,"
                        + " person, repo, monitor, input, cached_input, cache_write, output, reasoning, nanousd) VALUES (:at, :day,"
                        + " :purpose, :provider, :model, :conversation, :turn, :task, :person, coalesce(:repo, (SELECT focus FROM"
                        + " conversation WHERE id = :conversation)), coalesce(:monitor, (SELECT cause FROM turn WHERE id = :turn)), :input, :cached, :write, :output, :reasoning, :nano)")
                .bind("at", Times.text(now)).bind("day", Times.text(now).substring(0, 10))
                .bind("purpose", call.purpose()).bind("provider", call.provider()).bind("model", call.model())
                .bind("conversation", account.conversation()).bind("turn", account.turn()).bind("task", account.task())
                .bind("person", account.person()).bind("repo", account.repo()).bind("monitor", account.monitor())
                .bind("input", usage.input()).bind("cached", usage.cachedInput()).bind("write", usage.cacheWrite())
                .bind("output", usage.output()).bind("reasoning", usage.reasoning()).bind("nano", nano).execute());
    }

    long ofTask(String task) {
        return number("SELECT coalesce(sum(nanousd), 0) FROM usage WHERE task = :bound", task);
    }

    /**
     * Tells what was spent on account of a monitor.
     *
     * @param monitor the monitor
     * @param day the day, which begins at midnight UTC
     * @return US dollars
     */
    public BigDecimal ofMonitor(String monitor, LocalDate day) {
        return Price.usd(database.read(h -> h.createQuery("SELECT coalesce(sum(nanousd), 0) FROM usage WHERE day = :day"
                + " AND monitor = :monitor").bind("day", day.toString()).bind("monitor", monitor).mapTo(Long.class)
                .one()));
    }

    long since(LocalDate first) {
        return number("SELECT coalesce(sum(nanousd), 0) FROM usage WHERE day >= :bound", first.toString());
    }

    private long number(String sql, String bound) {
        return database.query(h -> h.createQuery(sql).bind("bound", bound).mapTo(Long.class).one());
    }

    /** The most an answer of each model cost lately. */
    Map<String, Long> largest() {
        String since = Times.text(clock.instant().minus(java.time.Duration.ofDays(7))).substring(0, 10);
        Map<String, Long> found = new HashMap<>();
        database.query(h -> h.createQuery("SELECT provider || '/' || model AS name, max(nanousd) AS most FROM usage"
                + " WHERE day >= :since AND nanousd > 0 GROUP BY 1").bind("since", since)
                .map((rs, ctx) -> found.put(rs.getString("name"), rs.getLong("most"))).list());
        return found;
    }

    /**
     * Adds up what a turn took.
     *
     * @param turn the turn
     * @return the sums
     */
    public Sum ofTurn(String turn) {
        return sum("u.turn = :turn", Map.of("turn", turn));
    }

    /**
     * Adds up what a conversation took.
     *
     * @param conversation the conversation
     * @return the sums
     */
    public Sum ofConversation(String conversation) {
        return sum("u.conversation = :conversation", Map.of("conversation", conversation));
    }

    /**
     * Adds up what was taken since a moment.
     *
     * @param first the moment
     * @return the sums
     */
    public Sum sinceInstant(Instant first) {
        return sum("u.day >= :day AND u.at >= :at",
                Map.of("at", Times.text(first), "day", Times.text(first).substring(0, 10)));
    }

    /**
     * Adds up what was taken since a day.
     *
     * @param first the day; {@code null} for ever
     * @param person on whose behalf; {@code null} for everybody
     * @return the sums
     */
    public Sum since(@Nullable LocalDate first, @Nullable String person) {
        Map<String, String> bound = new HashMap<>();
        return sum(where(first, person, bound), bound);
    }

    /**
     * Adds up what was taken since a day, by something.
     *
     * @param by what it is told by
     * @param first the day; {@code null} for ever
     * @param person on whose behalf; {@code null} for everybody
     * @return the sums; days in order, all else by what it took, most first
     */
    public List<Sum> by(By by, @Nullable LocalDate first, @Nullable String person) {
        Map<String, String> bound = new HashMap<>();
        String where = where(first, person, bound);
        return database.read(h -> {
            var query = h.createQuery(
                    "SELECT coalesce(" + by.key + ", '') AS name, coalesce(" + by.label + ", '') AS label, "
                            + SUMS + " FROM usage u" + by.join + " WHERE " + where + " GROUP BY 1 ORDER BY "
                            + (by == By.DAY ? "1" : "nano DESC, input DESC"));
            bound.forEach(query::bind);
            return query.map((rs, ctx) -> sum(rs)).list();
        });
    }

    private Sum sum(String where, Map<String, String> bound) {
        return database.read(h -> {
            var query = h.createQuery("SELECT '' AS name, '' AS label, " + SUMS + " FROM usage u WHERE " + where);
            bound.forEach(query::bind);
            return query.map((rs, ctx) -> sum(rs)).one();
        });
    }

    private static String where(@Nullable LocalDate first, @Nullable String person, Map<String, String> bound) {
        List<String> all = new ArrayList<>(List.of("1 = 1"));
        Optional.ofNullable(first).ifPresent(day -> {
            bound.put("first", day.toString());
            all.add("u.day >= :first");
        });
        Optional.ofNullable(person).ifPresent(one -> {
            bound.put("person", one);
            all.add("u.person = :person");
        });
        return String.join(" AND ", all);
    }

    private static Sum sum(java.sql.ResultSet rs) throws java.sql.SQLException {
        long nano = rs.getLong("nano");
        boolean none = rs.wasNull();
        return new Sum(rs.getString("name"), rs.getString("label"), rs.getLong("requests"), rs.getLong("input"),
                rs.getLong("cached"), rs.getLong("cache_write"), rs.getLong("output"), rs.getLong("reasoning"),
                none ? null : nano, rs.getLong("unpriced"));
    }
}

package dev.telecoder.platform.web;

import dev.telecoder.api.json.Json;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.Times;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sees to it that a request which is sent again, because its answer was lost, does nothing twice. Safe for many threads. */
final class Idempotency {

    private static final Duration HOLDS = Duration.ofHours(24);
    private static final Duration CLEANED_EVERY = Duration.ofHours(1);
    private static final int HASH_LENGTH = 64;

    private final Database database;
    private final Json json;
    private final Clock clock;
    private final ConcurrentHashMap<Name, CompletableFuture<@Nullable Void>> underWay = new ConcurrentHashMap<>();
    private volatile Instant cleaned = Instant.EPOCH;

    Idempotency(Database database, Json json, Clock clock) {
        this.database = database;
        this.json = json;
        this.clock = clock;
    }

    /**
     * What names a request.
     *
     * @param key what the client chose
     * @param person who sends it
     * @param route method and path
     */
    record Name(String key, String person, String route) {}

    Answer once(Name name, String bodyHash, Supplier<Answer> work) {
        if (name.key().length() > 255) {
            throw Problem.invalid("Idempotency-Key", "may have at most 255 characters");
        }
        CompletableFuture<@Nullable Void> mine = new CompletableFuture<>();
        CompletableFuture<@Nullable Void> other = underWay.putIfAbsent(name, mine);
        if (other != null) {
            await(other);
            return once(name, bodyHash, work);
        }
        try {
            Optional<Answer> before = find(name, bodyHash);
            if (before.isPresent()) {
                return before.get();
            }
            Answer answer = work.get();
            keep(name, bodyHash, answer);
            return answer;
        } finally {
            underWay.remove(name, mine);
            mine.complete(null);
        }
    }

    private static void await(CompletableFuture<@Nullable Void> other) {
        try {
            other.get(30, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw Problem.of(409, "A request with this Idempotency-Key is still under way.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(503, "TeleCoder is stopping.");
        }
    }

    private Optional<Answer> find(Name name, String bodyHash) {
        return database.query(h -> h
                .createQuery("SELECT status, body FROM idempotency WHERE key = :key AND person = :person"
                        + " AND route = :route AND created_at > :since")
                .bind("key", name.key()).bind("person", name.person()).bind("route", name.route())
                .bind("since", Times.text(clock.instant().minus(HOLDS)))
                .map((rs, ctx) -> stored(rs.getInt(1), rs.getString(2), bodyHash)).findOne());
    }

    /** The stored text is the hash of the request's body, then the answer. */
    private Answer stored(int status, String text, String bodyHash) {
        if (!text.startsWith(bodyHash)) {
            return Problem
                    .invalid("Idempotency-Key", "was used before with another body; take a new one for another request")
                    .answer();
        }
        String body = text.substring(HASH_LENGTH);
        return new Answer(status, body.isEmpty() ? null : json.parse(body));
    }

    private void keep(Name name, String bodyHash, Answer answer) {
        if (answer.status() >= 500 || answer.status() == 401 || answer.status() == 403 || answer.status() == 429) {
            return;
        }
        Instant now = clock.instant();
        boolean clean = now.isAfter(cleaned.plus(CLEANED_EVERY));
        cleaned = clean ? now : cleaned;
        database.write(h -> {
            if (clean) {
                h.createUpdate("DELETE FROM idempotency WHERE created_at <= :before")
                        .bind("before", Times.text(now.minus(HOLDS))).execute();
            }
            return h.createUpdate("INSERT OR REPLACE INTO idempotency (key, person, route, status, body, created_at)"
                    + " VALUES (:key, :person, :route, :status, :body, :at)")
                    .bind("key", name.key()).bind("person", name.person()).bind("route", name.route())
                    .bind("status", answer.status()).bind("at", Times.text(now))
                    .bind("body", bodyHash + (answer.body() == null ? "" : answer.body().toString())).execute();
        });
    }
}

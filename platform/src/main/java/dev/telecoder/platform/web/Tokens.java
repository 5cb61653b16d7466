package dev.telecoder.platform.web;

import dev.telecoder.platform.identity.People;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.Times;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What people show to be let in: the owner's token of this start, API tokens, single-use links, sessions of browsers. Kept
 * as SHA-256 only. Safe for many threads.
 */
final class Tokens {

    static final Duration SESSION_HOLDS = Duration.ofDays(30);
    private static final Duration LINK_HOLDS = Duration.ofMinutes(10);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Database database;
    private final People people;
    private final Clock clock;
    private final Tries tries;
    private final String ownerHash;
    /** Hashes that were right before: whoever has one is not shut out by the wrong tries of others. */
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    Tokens(Database database, People people, String ownerToken, Clock clock) {
        if (ownerToken.length() < 20) {
            throw new IllegalArgumentException("The owner's token is too short to be safe.");
        }
        this.database = database;
        this.people = people;
        this.clock = clock;
        this.tries = new Tries(clock);
        this.ownerHash = hash(ownerToken);
    }

    /** What kinds of token there are in the database. */
    private enum Kind {
        SESSION, LINK, API;

        private String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Makes a token of 256 random bits. */
    static String random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    String newLink() {
        return issue(Kind.LINK, people.owner(), LINK_HOLDS);
    }

    String newApiToken(Person person) {
        return issue(Kind.API, person, null);
    }

    String newSession(Person person) {
        return issue(Kind.SESSION, person, SESSION_HOLDS);
    }

    /** Finds who sent {@code Authorization: Bearer}. */
    Caller bearer(String token, String remote) {
        return check(token, remote, false, Kind.API);
    }

    /** Finds whose browser sent the cookie. */
    Caller session(String cookie, String remote) {
        return check(cookie, remote, false, Kind.SESSION);
    }

    /** Takes what was typed into the login page: the owner's token, an API token or the code of a link. */
    Person login(String token, String remote) {
        tries.check(remote);
        String hash = hash(token);
        Optional<Person> linked = redeem(hash);
        return linked.isPresent() ? linked.get() : check(token, remote, true, Kind.API).person();
    }

    /** Takes the code of a single-use link. */
    Person link(String code, String remote) {
        tries.check(remote);
        return redeem(hash(code)).orElseThrow(() -> {
            tries.wrong(remote);
            return Problem.of(401,
                    "This link was used before, or is older than ten minutes. Start TeleCoder again for another,"
                            + " or log in with the token in data/host.json.");
        });
    }

    void forget(Caller caller) {
        known.remove(caller.key());
        database.write(h -> h.createUpdate("DELETE FROM token WHERE hash = :hash AND kind = 'session'")
                .bind("hash", caller.key()).execute());
    }

    /** Tells whether a login still holds, for connections that stay open. */
    boolean holds(Caller caller) {
        return caller.key().equals(ownerHash)
                || find(caller.key(), caller.browser() ? Kind.SESSION : Kind.API).isPresent();
    }

    private Caller check(String token, String remote, boolean strictly, Kind kind) {
        String hash = hash(token);
        if (strictly || !known.contains(hash)) {
            tries.check(remote);
        }
        Optional<Caller> caller =
                kind == Kind.API && same(hash, ownerHash) ? Optional.of(new Caller(people.owner(), hash, null))
                        : find(hash, kind);
        if (caller.isEmpty()) {
            known.remove(hash);
            tries.wrong(remote);
            throw Problem.wrongToken();
        }
        known.add(hash);
        return caller.get();
    }

    private Optional<Caller> find(String hash, Kind kind) {
        return database.query(h -> h
                .createQuery("SELECT hash, person, csrf FROM token WHERE hash = :hash AND kind = :kind"
                        + " AND (expires_at IS NULL OR expires_at > :now)")
                .bind("hash", hash).bind("kind", kind.word()).bind("now", Times.text(clock.instant()))
                .map((rs, ctx) -> new String[]{rs.getString(1), rs.getString(2), rs.getString(3)}).findOne()
                .filter(row -> same(row[0], hash))
                .flatMap(row -> people.find(h, row[1]).map(person -> new Caller(person, hash, row[2]))));
    }

    private Optional<Person> redeem(String hash) {
        return database.write(h -> {
            Optional<String> person = h.createQuery("SELECT person FROM token WHERE hash = :hash AND kind = 'link'"
                    + " AND expires_at > :now").bind("hash", hash).bind("now", Times.text(clock.instant()))
                    .mapTo(String.class).findOne();
            h.createUpdate("DELETE FROM token WHERE hash = :hash AND kind = 'link'").bind("hash", hash).execute();
            return person.flatMap(id -> people.find(h, id));
        });
    }

    private String issue(Kind kind, Person person, @Nullable Duration holds) {
        String token = random();
        database.write(h -> {
            h.createUpdate("DELETE FROM token WHERE expires_at < :now").bind("now", Times.text(clock.instant()))
                    .execute();
            return h.createUpdate("INSERT INTO token (hash, person, kind, csrf, created_at, expires_at)"
                    + " VALUES (:hash, :person, :kind, :csrf, :at, :expires)")
                    .bind("hash", hash(token)).bind("person", person.id()).bind("kind", kind.word())
                    .bind("csrf", kind == Kind.SESSION ? random() : null).bind("at", Times.text(clock.instant()))
                    .bind("expires", holds == null ? null : Times.text(clock.instant().plus(holds))).execute();
        });
        return token;
    }

    static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256.", e);
        }
    }
}

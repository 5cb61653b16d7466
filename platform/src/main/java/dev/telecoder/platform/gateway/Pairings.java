package dev.telecoder.platform.gateway;

import dev.telecoder.platform.identity.People;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.Times;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * How an unknown sender becomes a known one: they get a code, and the owner approves it. A code holds an hour, three may be
 * pending on a channel, and five wrong tries lock approving on it for an hour. Safe for many threads.
 */
public final class Pairings {

    /** No 0 O 1 I: people type these. */
    private static final String ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration HOLDS = Duration.ofHours(1);
    private static final int MAX_PENDING = 3;
    private static final int MAX_WRONG = 5;

    private final Database database;
    private final People people;
    private final Clock clock;

    /**
     * Makes the registry.
     *
     * @param database where codes are kept
     * @param people gets the accounts that were approved
     * @param clock tells the time
     */
    public Pairings(Database database, People people, Clock clock) {
        this.database = database;
        this.people = people;
        this.clock = clock;
    }

    /**
     * A sender who waits for approval.
     *
     * @param channel the channel
     * @param account the platform's id of the sender
     * @param name what the platform calls them
     * @param code the code they were given
     * @param expiresAt until when it holds
     */
    public record Pending(String channel, String account, String name, String code, Instant expiresAt) {}

    /**
     * What became of an attempt to approve.
     *
     * @param person who may talk now; {@code null} if nobody
     * @param sentence what to tell who approved
     */
    public record Approved(@Nullable Person person, String sentence) {}

    /** Gives a sender a code, the same one while it holds; empty if too many are pending on the channel. */
    Optional<Pending> request(Handle h, String channel, String account, String name) {
        Instant now = clock.instant();
        h.createUpdate("DELETE FROM pairing WHERE expires_at <= :now").bind("now", Times.text(now)).execute();
        List<Pending> pending = pending(h).stream().filter(one -> one.channel().equals(channel)).toList();
        Optional<Pending> before = pending.stream().filter(one -> one.account().equals(account)).findFirst();
        if (before.isPresent()) {
            return before;
        }
        if (pending.size() >= MAX_PENDING) {
            return Optional.empty();
        }
        Pending fresh = new Pending(channel, account, name, code(), now.plus(HOLDS));
        h.createUpdate("INSERT INTO pairing (channel, account_id, name, code, created_at, expires_at)"
                + " VALUES (:channel, :account, :name, :code, :at, :expires)")
                .bind("channel", channel).bind("account", account).bind("name", name).bind("code", fresh.code())
                .bind("at", Times.text(now)).bind("expires", Times.text(fresh.expiresAt())).execute();
        return Optional.of(fresh);
    }

    /**
     * Lets a sender in.
     *
     * @param channel the channel
     * @param code the code they were given
     * @param owner whether the account is the owner's own; otherwise it becomes a developer's
     * @return what became of it
     */
    public Approved approve(String channel, String code, boolean owner) {
        Person me = people.owner();
        return database.write(h -> {
            Instant now = clock.instant();
            String subject = "pairing:" + channel;
            Optional<String> locked = locked(h, subject, now);
            if (locked.isPresent()) {
                return new Approved(null,
                        "Too many wrong codes on " + channel + "; try again after " + locked.get() + ".");
            }
            Optional<Pending> found = pending(h).stream().filter(one -> one.channel().equals(channel)
                    && one.code().equals(code.strip().toUpperCase(Locale.ROOT)) && now.isBefore(one.expiresAt()))
                    .findFirst();
            if (found.isEmpty()) {
                wrong(h, subject, now);
                return new Approved(null, "No sender on " + channel + " waits with the code " + code
                        + ". `telecoder pairing list` shows who waits; a code holds an hour.");
            }
            Pending pending = found.get();
            Person person = owner ? me : people.findByAccount(h, channel, pending.account())
                    .orElseGet(() -> people.add(h, pending.name(), Role.DEVELOPER));
            people.link(h, person, channel, pending.account(), pending.name());
            h.createUpdate("DELETE FROM pairing WHERE channel = :channel AND account_id = :account")
                    .bind("channel", channel)
                    .bind("account", pending.account()).execute();
            h.createUpdate("DELETE FROM attempt WHERE subject = :subject").bind("subject", subject).execute();
            return new Approved(person, pending.name() + " may talk to TeleCoder on " + channel + " now, as "
                    + (owner ? "yourself" : "a " + person.role().word()) + ".");
        });
    }

    /**
     * Shuts a sender out again.
     *
     * @param channel the channel
     * @param account the platform's id of the sender
     * @return whether they were in
     */
    public boolean revoke(String channel, String account) {
        return database.write(h -> people.unlink(h, channel, account));
    }

    /** {@return the senders who wait} */
    public List<Pending> pending() {
        String now = Times.text(clock.instant());
        return database
                .read(h -> pending(h).stream().filter(one -> Times.text(one.expiresAt()).compareTo(now) > 0).toList());
    }

    /** {@return the accounts that were let in: channel, account, person, name} */
    public List<Map<String, Object>> approved() {
        return database
                .query(h -> h.createQuery("SELECT a.channel, a.account_id AS account, a.name, p.role FROM account a"
                        + " JOIN person p ON p.id = a.person WHERE a.paired = 1 ORDER BY a.channel, a.account_id")
                        .mapToMap().list());
    }

    /** Until when nobody may try any more, if that is so. */
    static Optional<String> locked(Handle h, String subject, Instant now) {
        return h.createQuery("SELECT locked_until FROM attempt WHERE subject = :subject AND locked_until > :now")
                .bind("subject", subject).bind("now", Times.text(now)).mapTo(String.class).findOne();
    }

    /** Counts a wrong try; the fifth locks for an hour. */
    static void wrong(Handle h, String subject, Instant now) {
        h.createUpdate("INSERT INTO attempt (subject, wrong) VALUES (:subject, 1)"
                + " ON CONFLICT (subject) DO UPDATE SET wrong = wrong + 1").bind("subject", subject).execute();
        h.createUpdate("UPDATE attempt SET wrong = 0, locked_until = :until WHERE subject = :subject AND wrong >= :max")
                .bind("subject", subject).bind("until", Times.text(now.plus(HOLDS))).bind("max", MAX_WRONG).execute();
    }

    private static List<Pending> pending(Handle h) {
        return h.createQuery("SELECT * FROM pairing WHERE channel <> :links ORDER BY created_at")
                .bind("links", Links.CODES)
                .map((rs, ctx) -> new Pending(rs.getString("channel"),
                        rs.getString("account_id"), rs.getString("name"), rs.getString("code"),
                        Times.parse(rs.getString("expires_at"))))
                .list();
    }

    /** A code that people can type. */
    static String code() {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            code.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return code.toString();
    }
}

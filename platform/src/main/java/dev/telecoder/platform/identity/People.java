package dev.telecoder.platform.identity;

import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.Ids;
import dev.telecoder.platform.store.Times;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** The people this host knows, with their accounts on channels. Safe for many threads. */
public final class People {

    private static final RowMapper<Person> PERSON =
            (rs, ctx) -> new Person(rs.getString("id"), rs.getString("name"), Role.of(rs.getString("role")));

    private final Database database;
    private final Clock clock;

    /**
     * Makes the registry.
     *
     * @param database where people are kept
     * @param clock tells when they were added
     */
    public People(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** {@return the owner of this home, made on first use} */
    public Person owner() {
        return database.read(People::findOwner).orElseGet(() -> database.write(h -> findOwner(h)
                .orElseGet(() -> add(h, System.getProperty("user.name", "owner"), Role.OWNER))));
    }

    /**
     * Finds a person.
     *
     * @param id their id
     * @return the person
     */
    public Optional<Person> find(String id) {
        return database.query(h -> find(h, id));
    }

    /**
     * Finds whose account it is.
     *
     * @param h a handle
     * @param channel the channel
     * @param accountId the platform's id
     * @return the person
     */
    public Optional<Person> findByAccount(Handle h, String channel, String accountId) {
        return h.createQuery("SELECT p.* FROM person p JOIN account a ON a.person = p.id"
                + " WHERE a.channel = :channel AND a.account_id = :account")
                .bind("channel", channel).bind("account", accountId).map(PERSON).findOne();
    }

    /**
     * Adds a person.
     *
     * @param h a handle that may write
     * @param name what to call them
     * @param role what they are to this host
     * @return the person
     */
    public Person add(Handle h, String name, Role role) {
        Person person = new Person(Ids.next(), name, role);
        h.createUpdate("INSERT INTO person (id, name, role, created_at) VALUES (:id, :name, :role, :at)")
                .bind("id", person.id()).bind("name", name).bind("role", role.word())
                .bind("at", Times.text(clock.instant())).execute();
        return person;
    }

    /**
     * Gives a person an account that is let in, taking it from whoever had it.
     *
     * @param h a handle that may write
     * @param person whose it is
     * @param channel the channel
     * @param accountId the platform's id
     * @param name what the platform calls them
     */
    public void link(Handle h, Person person, String channel, String accountId, String name) {
        h.createUpdate("INSERT INTO account (channel, account_id, person, name, paired, created_at)"
                + " VALUES (:channel, :account, :person, :name, 1, :at)"
                + " ON CONFLICT (channel, account_id) DO UPDATE SET person = :person, name = :name, paired = 1")
                .bind("channel", channel).bind("account", accountId).bind("person", person.id()).bind("name", name)
                .bind("at", Times.text(clock.instant())).execute();
    }

    /**
     * Notes whose account it is that was let in by a setting, such as in a group; that lets it in nowhere else.
     *
     * @param h a handle that may write
     * @param person whose it is
     * @param channel the channel
     * @param accountId the platform's id, not known before
     * @param name what the platform calls them
     */
    public void meet(Handle h, Person person, String channel, String accountId, String name) {
        h.createUpdate("INSERT INTO account (channel, account_id, person, name, paired, created_at)"
                + " VALUES (:channel, :account, :person, :name, 0, :at)")
                .bind("channel", channel).bind("account", accountId).bind("person", person.id()).bind("name", name)
                .bind("at", Times.text(clock.instant())).execute();
    }

    /**
     * Tells whether an account was let in by itself: by its code, or by its person.
     *
     * @param h a handle
     * @param channel the channel
     * @param accountId the platform's id
     * @return whether it was
     */
    public boolean isPaired(Handle h, String channel, String accountId) {
        return h.createQuery("SELECT paired FROM account WHERE channel = :channel AND account_id = :account")
                .bind("channel", channel).bind("account", accountId).mapTo(Integer.class).findOne().orElse(0) > 0;
    }

    /**
     * Takes an account away.
     *
     * @param h a handle that may write
     * @param channel the channel
     * @param accountId the platform's id
     * @return whether there was one
     */
    public boolean unlink(Handle h, String channel, String accountId) {
        return h.createUpdate("DELETE FROM account WHERE channel = :channel AND account_id = :account")
                .bind("channel", channel).bind("account", accountId).execute() > 0;
    }

    /**
     * Makes one person of two: accounts, conversations, what was said among whom and all else of the one become the other's,
     * whose role and name stay.
     *
     * @param h a handle that may write
     * @param from who is gone afterwards
     * @param into who is left
     */
    public void merge(Handle h, Person from, Person into) {
        Merge.into(h, from.id(), into.id());
    }

    /** {@return everybody, the owner first} */
    public List<Person> all() {
        return database.query(h -> h.createQuery("SELECT * FROM person ORDER BY role = 'owner' DESC, name, id")
                .map(PERSON).list());
    }

    /**
     * Lists the accounts of a person.
     *
     * @param person the person
     * @return channel, account and name of each
     */
    public List<Map<String, Object>> accounts(Person person) {
        return database.query(h -> accounts(h, person));
    }

    /**
     * Lists the accounts of a person within a transaction.
     *
     * @param h a handle
     * @param person the person
     * @return channel, account and name of each
     */
    public List<Map<String, Object>> accounts(Handle h, Person person) {
        return h.createQuery("SELECT channel, account_id AS account, name FROM account"
                + " WHERE person = :person ORDER BY channel, account_id").bind("person", person.id()).mapToMap()
                .list();
    }

    /**
     * Finds a person by what they are called, or by their id. Where two are called the same, the owner comes first.
     *
     * @param h a handle
     * @param called name or id
     * @return the person
     */
    public Optional<Person> called(Handle h, String called) {
        return h.createQuery("SELECT * FROM person WHERE name = :called OR id = :called"
                + " ORDER BY role = 'owner' DESC, name, id LIMIT 1").bind("called", called).map(PERSON).findOne();
    }

    /**
     * Finds a person within a transaction.
     *
     * @param h a handle
     * @param id their id
     * @return the person
     */
    public Optional<Person> find(Handle h, String id) {
        return h.createQuery("SELECT * FROM person WHERE id = :id").bind("id", id).map(PERSON).findOne();
    }

    private static Optional<Person> findOwner(Handle h) {
        return h.createQuery("SELECT * FROM person WHERE role = 'owner'").map(PERSON).findOne();
    }
}

package dev.telecoder.platform.conversation;

import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.Ids;
import dev.telecoder.platform.store.Times;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The conversations, by the rules of who talks where: a direct chat belongs to a person over all their accounts, a group
 * thread, issue or pull request to its address. Methods that take a {@link Handle} are part of the caller's transaction.
 * Safe for many threads.
 */
public final class Conversations {

    private final Database database;
    private final Clock clock;

    /**
     * Makes the registry.
     *
     * @param database where conversations are kept
     * @param clock tells the time
     */
    public Conversations(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Finds or opens the direct conversation of a person, and notes the address they used last.
     *
     * @param h a handle that may write
     * @param person the person
     * @param from where they wrote
     * @return the conversation
     */
    public Conversation direct(Handle h, Person person, ChatAddress from) {
        String id = h.createQuery("SELECT conversation FROM address a JOIN conversation c ON c.id = a.conversation"
                + " WHERE a.channel = :channel AND a.chat = :chat AND a.thread = :thread"
                + " AND c.kind = 'direct' AND c.owner = :person AND c.state <> 'archived'")
                .bind("channel", from.channel()).bind("chat", from.chat()).bind("thread", thread(from))
                .bind("person", person.id()).mapTo(String.class).findOne()
                .or(() -> newestDirect(h, person))
                .orElseGet(() -> open(h, "", Conversation.Kind.DIRECT, person));
        touch(h, id, from);
        return get(h, id);
    }

    /**
     * Opens the first direct conversation of a person who was not known before, so that there is nothing to look for.
     *
     * @param h a handle that may write
     * @param person the person, added in the same transaction
     * @param from where they wrote
     * @return the conversation
     */
    public Conversation first(Handle h, Person person, ChatAddress from) {
        String id = open(h, "", Conversation.Kind.DIRECT, person);
        use(h, id, from);
        Instant now = Times.toMillis(clock.instant());
        return new Conversation(id, "", Conversation.Kind.DIRECT, Conversation.State.ACTIVE, person.id(),
                List.of(person.id()), List.of(from), List.of(), null, now, now);
    }

    /**
     * Finds or opens the conversation of a shared address, and makes the person a member of it.
     *
     * @param h a handle that may write
     * @param person who wrote
     * @param at the group thread, issue or pull request
     * @return the conversation
     */
    public Conversation shared(Handle h, Person person, ChatAddress at) {
        String id = h.createQuery("SELECT conversation FROM address a JOIN conversation c ON c.id = a.conversation"
                + " WHERE a.channel = :channel AND a.chat = :chat AND a.thread = :thread"
                + " AND c.kind = 'shared' AND c.state <> 'archived'")
                .bind("channel", at.channel()).bind("chat", at.chat()).bind("thread", thread(at))
                .mapTo(String.class).findOne().orElseGet(() -> open(h, "", Conversation.Kind.SHARED, null));
        join(h, id, person);
        touch(h, id, at);
        return get(h, id);
    }

    /**
     * Opens a further direct conversation, held at an address of its own.
     *
     * @param h a handle that may write
     * @param person whose it is
     * @param title a few words; may be empty
     * @param channel the channel whose chat has the id of the conversation
     * @return the conversation
     */
    public Conversation open(Handle h, Person person, String title, String channel) {
        String id = open(h, title, Conversation.Kind.DIRECT, person);
        touch(h, id, new ChatAddress(channel, id, null));
        return get(h, id);
    }

    /**
     * Ends the conversation held at an address; the next message there begins another.
     *
     * @param h a handle that may write
     * @param conversation the conversation
     */
    public void archive(Handle h, String conversation) {
        setState(h, conversation, Conversation.State.ARCHIVED);
        h.createUpdate("DELETE FROM address WHERE conversation = :id AND chat <> :id").bind("id", conversation)
                .execute();
    }

    /**
     * Finds a conversation.
     *
     * @param id its id
     * @return the conversation
     */
    public Optional<Conversation> find(String id) {
        return database.read(h -> find(h, id));
    }

    /**
     * Finds a conversation within a transaction.
     *
     * @param h a handle
     * @param id its id
     * @return the conversation
     */
    public Optional<Conversation> find(Handle h, String id) {
        return h.createQuery("SELECT * FROM conversation WHERE id = :id").bind("id", id)
                .map((rs, ctx) -> ConversationRow.of(rs)).findOne().map(row -> row.complete(h));
    }

    /**
     * Tells whose a conversation is, without reading all of it.
     *
     * @param h a handle
     * @param id its id
     * @return whose it is
     */
    public Optional<Conversation.Kind> kind(Handle h, String id) {
        return h.createQuery("SELECT kind FROM conversation WHERE id = :id").bind("id", id)
                .map((rs, ctx) -> Conversation.Kind.valueOf(rs.getString(1).toUpperCase(Locale.ROOT))).findOne();
    }

    /**
     * Lists those a person is in, the newest first.
     *
     * @param person the person; {@code null} for all, which only the owner's own surfaces ask for
     * @param before only those older than this {@code updated_at} and id, from the previous page; {@code null} for the first
     * @param limit the most to list
     * @return the conversations
     */
    public List<Conversation> list(@Nullable Person person, @Nullable Position before, int limit) {
        return database.read(h -> h.createQuery("SELECT * FROM conversation c WHERE"
                + " (:person IS NULL OR owner = :person OR EXISTS (SELECT 1 FROM member m WHERE m.conversation = c.id"
                + " AND m.person = :person)) AND (:at IS NULL OR (updated_at, id) < (:at, :id))"
                + " ORDER BY updated_at DESC, id DESC LIMIT :limit")
                .bind("person", person == null ? null : person.id())
                .bind("at", before == null ? null : before.updatedAt()).bind("id", before == null ? null : before.id())
                .bind("limit", limit).map((rs, ctx) -> ConversationRow.of(rs)).list().stream()
                .map(row -> row.complete(h)).toList());
    }

    /**
     * Finds conversations by a word of their title, or of a message in one the searching person is in.
     *
     * @param words what to look for, anywhere, case aside
     * @param searcher who looks
     * @param all whether conversations are found by their title that the person is not in
     * @param before only those older than this, from the previous page; {@code null} for the first
     * @param limit the most to list
     * @return the conversations, the newest first
     */
    public List<Conversation> search(String words, Person searcher, boolean all, @Nullable Position before, int limit) {
        // "!" and not a backslash, which the parser of named parameters takes for its own.
        String pattern = "%" + words.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
        String member = "(owner = :person OR EXISTS (SELECT 1 FROM member m WHERE m.conversation = c.id"
                + " AND m.person = :person))";
        return database.read(h -> h.createQuery("SELECT * FROM conversation c WHERE ((" + (all ? "1" : member)
                + " AND title LIKE :words ESCAPE '!') OR (" + member
                + " AND EXISTS (SELECT 1 FROM message x WHERE x.conversation = c.id"
                + " AND x.markdown LIKE :words ESCAPE '!'))) AND (:at IS NULL OR (updated_at, id) < (:at, :id))"
                + " ORDER BY updated_at DESC, id DESC LIMIT :limit")
                .bind("person", searcher.id()).bind("words", pattern)
                .bind("at", before == null ? null : before.updatedAt()).bind("id", before == null ? null : before.id())
                .bind("limit", limit).map((rs, ctx) -> ConversationRow.of(rs)).list().stream()
                .map(row -> row.complete(h)).toList());
    }

    /**
     * Tells whether a person may see a conversation.
     *
     * @param conversation the conversation
     * @param person the person
     * @return whether they are in it
     */
    public boolean mayBeSeenBy(Conversation conversation, Person person) {
        return person.id().equals(conversation.owner()) || conversation.people().contains(person.id());
    }

    /**
     * Puts a repository into context and into focus.
     *
     * @param conversation the conversation
     * @param name its name
     * @param url where it is cloned from, without credentials
     */
    public void focus(String conversation, String name, String url) {
        database.write(h -> {
            h.createUpdate("INSERT INTO conversation_repo (conversation, name, url) VALUES (:id, :name, :url)"
                    + " ON CONFLICT DO NOTHING")
                    .bind("id", conversation).bind("name", name).bind("url", url).execute();
            return h.createUpdate("UPDATE conversation SET focus = :name, updated_at = :at WHERE id = :id")
                    .bind("id", conversation).bind("name", name).bind("at", now()).execute();
        });
    }

    /**
     * Finds the address of a repository in context.
     *
     * @param conversation the conversation
     * @param name the repository
     * @return where it is cloned from
     */
    public Optional<String> repoUrl(String conversation, String name) {
        return database
                .query(h -> h.createQuery("SELECT url FROM conversation_repo WHERE conversation = :id AND name = :name")
                        .bind("id", conversation).bind("name", name).mapTo(String.class).findOne());
    }

    /**
     * Makes one direct chat of those of two people: what the first says from now on, wherever it was, belongs to the
     * conversation of the other, if there is one. Nobody's messages change their place.
     *
     * @param h a handle that may write
     * @param from who becomes the other
     * @param into who is left
     * @return the conversations that ended
     */
    public List<String> unite(Handle h, Person from, Person into) {
        Optional<String> kept = newestDirect(h, into);
        if (kept.isEmpty()) {
            return List.of();
        }
        List<String> ended = h.createQuery("SELECT c.id FROM conversation c WHERE kind = 'direct' AND owner = :person"
                + " AND state <> 'archived'"
                + " AND EXISTS (SELECT 1 FROM address a WHERE a.conversation = c.id AND a.chat <> c.id)")
                .bind("person", from.id()).mapTo(String.class).list();
        for (String id : ended) {
            List<ChatAddress> held = get(h, id).addresses().stream().filter(at -> !at.chat().equals(id)).toList();
            archive(h, id);
            held.reversed().forEach(at -> use(h, kept.get(), at)); // the one used last stays the one used last
        }
        return ended;
    }

    /**
     * Forgets where a person wrote directly on a channel, so that no answer goes there any more.
     *
     * @param h a handle that may write
     * @param person the person
     * @param channel the channel
     */
    public void leave(Handle h, Person person, String channel) {
        h.createUpdate("DELETE FROM address WHERE channel = :channel AND chat <> conversation AND conversation IN"
                + " (SELECT id FROM conversation WHERE kind = 'direct' AND owner = :person)")
                .bind("channel", channel).bind("person", person.id()).execute();
    }

    /**
     * Changes title or state.
     *
     * @param id the conversation
     * @param title the new title, or {@code null} to keep it
     * @param state the new state, or {@code null} to keep it
     */
    public void change(String id, @Nullable String title, Conversation.@Nullable State state) {
        database.write(h -> {
            if (title != null) {
                h.createUpdate("UPDATE conversation SET title = :title WHERE id = :id").bind("id", id)
                        .bind("title", title)
                        .execute();
            }
            if (state == Conversation.State.ARCHIVED) {
                archive(h, id);
            } else if (state != null) {
                setState(h, id, state);
            }
            return null;
        });
    }

    /**
     * Gives a conversation without a title one, from the first thing said in it.
     *
     * @param h a handle that may write
     * @param id the conversation
     * @param text what was said
     */
    public void titleFrom(Handle h, String id, String text) {
        String line = text.strip().lines().findFirst().orElse("").replaceAll("\\s+", " ");
        String title = line.codePointCount(0, line.length()) <= 60 ? line
                : line.substring(0, line.offsetByCodePoints(0, 59)).strip() + "…";
        h.createUpdate("UPDATE conversation SET title = :title WHERE id = :id AND title = ''")
                .bind("id", id).bind("title", title).execute();
    }

    /**
     * Finds the conversation held at an address.
     *
     * @param h a handle
     * @param at the address
     * @return its id
     */
    public Optional<String> findByAddress(Handle h, ChatAddress at) {
        return h.createQuery(
                "SELECT conversation FROM address WHERE channel = :channel AND chat = :chat AND thread = :thread")
                .bind("channel", at.channel()).bind("chat", at.chat()).bind("thread", thread(at))
                .mapTo(String.class).findOne();
    }

    /**
     * Notes that an address was used: answers go there from now on.
     *
     * @param h a handle that may write
     * @param conversation the conversation
     * @param at the address
     */
    public void touch(Handle h, String conversation, ChatAddress at) {
        use(h, conversation, at);
        h.createUpdate("UPDATE conversation SET updated_at = :at WHERE id = :id").bind("id", conversation)
                .bind("at", now())
                .execute();
    }

    /**
     * Gives a shared conversation a further address, which nobody else has; answers go on where they went.
     *
     * @param h a handle that may write
     * @param held the conversation
     * @param further the address
     */
    public void also(Handle h, Conversation held, ChatAddress further) {
        boolean taken = h.createQuery("SELECT EXISTS (SELECT 1 FROM address WHERE channel = :channel AND chat = :chat"
                + " AND thread = :thread)").bind("channel", further.channel()).bind("chat", further.chat())
                .bind("thread", thread(further)).mapTo(Boolean.class).one();
        if (!taken) {
            use(h, held.id(), further);
            held.addresses().stream().findFirst().ifPresent(first -> use(h, held.id(), first));
        }
    }

    private void use(Handle h, String conversation, ChatAddress at) {
        // A new row each time: rows are numbered as they come, which orders addresses whatever the clock does.
        h.createUpdate("REPLACE INTO address (channel, chat, thread, conversation, last_used_at)"
                + " VALUES (:channel, :chat, :thread, :id, :at)")
                .bind("channel", at.channel()).bind("chat", at.chat()).bind("thread", thread(at))
                .bind("id", conversation).bind("at", now()).execute();
    }

    /** A place in a list, to go on from. */
    public record Position(String updatedAt, String id) {

        /**
         * Makes the place after a conversation.
         *
         * @param last the last one listed
         * @return the place
         */
        public static Position after(Conversation last) {
            return new Position(Times.text(last.updatedAt()), last.id());
        }
    }

    private Conversation get(Handle h, String id) {
        return find(h, id).orElseThrow(() -> new IllegalStateException("conversation " + id + " is gone"));
    }

    private static Optional<String> newestDirect(Handle h, Person person) {
        // By state in turn, so that the index serves each and archived ones, which grow in number, are never read.
        return h.createQuery(
                "SELECT c.id FROM conversation c WHERE kind = 'direct' AND owner = :person"
                        + " AND state IN ('active','paused')"
                        + " AND EXISTS (SELECT 1 FROM address a WHERE a.conversation = c.id AND a.chat <> c.id)"
                        + " ORDER BY updated_at DESC LIMIT 1")
                .bind("person", person.id()).mapTo(String.class).findOne();
    }

    private String open(Handle h, String title, Conversation.Kind kind, @Nullable Person owner) {
        String id = Ids.next();
        h.createUpdate("INSERT INTO conversation (id, title, kind, state, owner, focus, created_at, updated_at)"
                + " VALUES (:id, :title, :kind, 'active', :owner, NULL, :at, :at)")
                .bind("id", id).bind("title", title).bind("kind", kind.name().toLowerCase(Locale.ROOT))
                .bind("owner", owner == null ? null : owner.id()).bind("at", now()).execute();
        if (owner != null) {
            join(h, id, owner);
        }
        return id;
    }

    private static void join(Handle h, String conversation, Person person) {
        h.createUpdate("INSERT INTO member (conversation, person) VALUES (:id, :person) ON CONFLICT DO NOTHING")
                .bind("id", conversation).bind("person", person.id()).execute();
    }

    private void setState(Handle h, String id, Conversation.State state) {
        h.createUpdate("UPDATE conversation SET state = :state, updated_at = :at WHERE id = :id")
                .bind("id", id).bind("state", state.word()).bind("at", now()).execute();
    }

    private String now() {
        Instant now = clock.instant();
        return Times.text(now);
    }

    static String thread(ChatAddress address) {
        return address.thread() == null ? "" : address.thread();
    }
}

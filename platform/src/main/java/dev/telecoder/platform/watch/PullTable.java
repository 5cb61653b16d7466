package dev.telecoder.platform.watch;

import dev.telecoder.platform.store.Times;
import dev.telecoder.platform.watch.PullWatch.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table of watched pull requests. All of it is part of the caller's transaction. */
final class PullTable {

    private static final String LIVE = "state IN ('waiting','repairing','green','stuck')";

    private PullTable() {}

    static void add(Handle h, Pushed pushed, String service, Owner owner, Instant now) {
        h.createUpdate("INSERT INTO pull_watch (repo, service, number, title, location, branch, base, author, head,"
                + " conversation, person, task, state, repairs, steered, heard_at, due, created_at, updated_at)"
                + " VALUES (:repo, :service, :number, :title, :location, :branch, :base, :author, :head, :conversation,"
                + " :person, :task, 'waiting', 0, 0, :now, :now, :now, :now)"
                + " ON CONFLICT (repo, number) DO UPDATE SET head = :head, title = :title, conversation = :conversation,"
                + " person = :person, task = :task, turn = NULL, state = 'waiting', settled = NULL, due = :now,"
                + " updated_at = :now,"
                // A task that goes on has the rounds it had; another begins anew.
                + " repairs = CASE WHEN task = :task THEN repairs ELSE 0 END,"
                + " steered = CASE WHEN task = :task THEN steered ELSE 0 END")
                .bind("repo", pushed.repo()).bind("service", service).bind("number", pushed.number())
                .bind("title", pushed.title()).bind("location", pushed.location()).bind("branch", pushed.branch())
                .bind("base", pushed.base()).bind("author", pushed.author()).bind("head", pushed.commit())
                .bind("conversation", owner.conversation()).bind("person", owner.person()).bind("task", owner.task())
                .bind("now", Times.text(now)).execute();
    }

    /** On whose behalf something is watched, and where. */
    record Owner(String conversation, String person, String task) {}

    /** Notes that we pushed to the branch of one; {@return how many that are not over have it}. */
    static int pushed(Handle h, String repo, String branch, String commit, Instant now) {
        return h.createUpdate("UPDATE pull_watch SET head = :head, turn = NULL, state = 'waiting', settled = NULL,"
                + " due = :now, updated_at = :now WHERE repo = :repo AND branch = :branch AND " + LIVE)
                .bind("head", commit).bind("repo", repo).bind("branch", branch).bind("now", Times.text(now)).execute();
    }

    static Optional<PullWatch> find(Handle h, long id) {
        return h.createQuery("SELECT * FROM pull_watch WHERE id = :id").bind("id", id)
                .map((rs, ctx) -> PullWatch.of(rs)).findOne();
    }

    static Optional<PullWatch> ofTurn(Handle h, String turn) {
        return h.createQuery("SELECT * FROM pull_watch WHERE turn = :turn").bind("turn", turn)
                .map((rs, ctx) -> PullWatch.of(rs)).findFirst();
    }

    static List<PullWatch> ofConversation(Handle h, String conversation) {
        return h.createQuery("SELECT * FROM pull_watch WHERE conversation = :id AND " + LIVE + " ORDER BY id")
                .bind("id", conversation).map((rs, ctx) -> PullWatch.of(rs)).list();
    }

    static List<PullWatch> due(Handle h, Instant now) {
        return h.createQuery("SELECT * FROM pull_watch WHERE " + LIVE + " AND due <= :now ORDER BY due LIMIT 50")
                .bind("now", Times.text(now)).map((rs, ctx) -> PullWatch.of(rs)).list();
    }

    /** What happened while nobody listened was told to nobody. */
    static void allDue(Handle h, Instant now) {
        h.createUpdate("UPDATE pull_watch SET due = min(due, :now) WHERE " + LIVE).bind("now", Times.text(now))
                .execute();
    }

    static Optional<Instant> nextDue(Handle h) {
        return h.createQuery("SELECT min(due) FROM pull_watch WHERE " + LIVE)
                .map((rs, ctx) -> Optional.ofNullable(rs.getString(1)).map(Times::parse)).one();
    }

    /** Something happened in a repository: those of it are looked at soon. A service may leave the owner's name out. */
    static int signalled(Handle h, String repo, Instant now, Instant due) {
        return h.createUpdate("UPDATE pull_watch SET signalled_at = :now, due = min(due, :due) WHERE " + LIVE
                + " AND (lower(service) = lower(:repo) OR lower(repo) = lower(:repo)"
                + " OR lower(service) LIKE '%/' || lower(:repo))")
                .bind("repo", repo).bind("now", Times.text(now)).bind("due", Times.text(due)).execute();
    }

    static void due(Handle h, long id, Instant at) {
        h.createUpdate("UPDATE pull_watch SET due = :due WHERE id = :id").bind("id", id).bind("due", Times.text(at))
                .execute();
    }

    static void state(Handle h, PullWatch watch, State state, @Nullable String turn, Instant now) {
        h.createUpdate("UPDATE pull_watch SET state = :state, turn = :turn, repairs = :repairs, steered = :steered,"
                + " updated_at = :now WHERE id = :id").bind("id", watch.id()).bind("state", state.word())
                .bind("turn", turn).bind("repairs", watch.repairs() + (state == State.REPAIRING ? 1 : 0))
                .bind("steered", watch.steered()).bind("now", Times.text(now)).execute();
    }

    static void settling(Handle h, PullWatch watch, @Nullable String head, Instant now) {
        h.createUpdate("UPDATE pull_watch SET settled_at = CASE WHEN settled IS :head THEN settled_at ELSE :now END,"
                + " settled = :head WHERE id = :id").bind("id", watch.id()).bind("head", head)
                .bind("now", Times.text(now)).execute();
    }

    /** Notes that something said was dealt with; {@return whether it was not before}. */
    static boolean heard(Handle h, long watch, String comment) {
        return h.createUpdate(
                "INSERT INTO pull_heard (watch, comment) VALUES (:watch, :comment) ON CONFLICT DO NOTHING")
                .bind("watch", watch).bind("comment", comment).execute() > 0;
    }

    static void steered(Handle h, PullWatch watch, Instant heardAt, int more) {
        h.createUpdate("UPDATE pull_watch SET heard_at = max(heard_at, :at), steered = steered + :more WHERE id = :id")
                .bind("id", watch.id()).bind("at", Times.text(heardAt)).bind("more", more).execute();
    }
}

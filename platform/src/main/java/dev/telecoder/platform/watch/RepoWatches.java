package dev.telecoder.platform.watch;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.repo.CiProvider;
import dev.telecoder.api.repo.Repositories;
import dev.telecoder.api.signal.Signal;
import dev.telecoder.api.signal.SignalListener;
import dev.telecoder.platform.signal.StoredSignals;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.StoreException;
import dev.telecoder.platform.store.Times;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The repositories whose CI chats want to hear of ({@code /watch}). What changed is told where it was asked for: a workflow that
 * was green on a branch and is red, and the other way round; but not where a monitor tells the same chat of it. Safe for many threads.
 */
public final class RepoWatches implements SignalListener {

    private static final Logger LOG = LoggerFactory.getLogger(RepoWatches.class);
    private static final Set<String> KINDS =
            Set.of("workflow_run.completed", "pipeline.success", "pipeline.failed", "build.finished");
    private static final int RUNS = 30;

    private final Database database;
    private final WatchWork work;
    private final Predicate<Wish> toldElsewhere;
    private final Clock clock;

    /**
     * Makes it.
     *
     * @param database where the wishes are kept
     * @param work looks and tells
     * @param toldElsewhere whether a monitor tells a conversation of the CI of a repository already
     * @param clock tells the time
     */
    public RepoWatches(Database database, WatchWork work, Predicate<Wish> toldElsewhere, Clock clock) {
        this.database = database;
        this.work = work;
        this.toldElsewhere = toldElsewhere;
        this.clock = clock;
    }

    /**
     * A wish to hear of a repository.
     *
     * @param conversation where
     * @param repo the repository
     */
    public record Wish(String conversation, String repo) {}

    /**
     * Notes that a conversation wants to hear of a repository.
     *
     * @param conversation the conversation
     * @param person who asked
     * @param repo the repository
     * @return whether it did not before
     */
    public boolean watch(String conversation, String person, String repo) {
        boolean known = all().stream().anyMatch(wish -> wish.repo().equals(repo));
        boolean added = database.write(h -> h.createUpdate("INSERT INTO watched_repo (conversation, repo, person,"
                + " created_at) VALUES (:conversation, :repo, :person, :at) ON CONFLICT DO NOTHING")
                .bind("conversation", conversation).bind("repo", repo).bind("person", person)
                .bind("at", Times.text(clock.instant())).execute()) > 0;
        if (added && !known) {
            // What is red now is known; what changes from here on is told.
            remember(repo);
        }
        return added;
    }

    /**
     * Forgets what a conversation wants to hear of.
     *
     * @param conversation the conversation
     * @param repo the repository; empty for all
     * @return what it hears of no more
     */
    public List<String> unwatch(String conversation, String repo) {
        List<String> gone = of(conversation).stream().filter(one -> repo.isEmpty() || one.equalsIgnoreCase(repo))
                .toList();
        database.write(h -> {
            gone.forEach(one -> h.createUpdate("DELETE FROM watched_repo WHERE conversation = :id AND repo = :repo")
                    .bind("id", conversation).bind("repo", one).execute());
            return null;
        });
        return gone;
    }

    /**
     * Lists what a conversation wants to hear of.
     *
     * @param conversation the conversation
     * @return the repositories, by name
     */
    public List<String> of(String conversation) {
        return all().stream().filter(wish -> wish.conversation().equals(conversation)).map(Wish::repo).toList();
    }

    /** {@return all wishes of conversations that go on, by repository} */
    public List<Wish> all() {
        return database.read(h -> h.createQuery("SELECT w.conversation, w.repo FROM watched_repo w JOIN conversation c"
                + " ON c.id = w.conversation WHERE c.state <> 'archived' ORDER BY w.repo, w.created_at")
                .map((rs, ctx) -> new Wish(rs.getString(1), rs.getString(2))).list());
    }

    /** {@return it as a listener to signals} */
    public StoredSignals.Listener listener() {
        return new StoredSignals.Listener("host/watched-repositories", this);
    }

    @Override
    public Set<String> signals() {
        return KINDS;
    }

    @Override
    public void onSignal(Signal signal) {
        String repo = signal.repo().orElse("");
        if (repo.isEmpty()) {
            return;
        }
        all().stream().map(Wish::repo).distinct()
                .filter(watched -> work.service(watched).equalsIgnoreCase(repo) || watched.equalsIgnoreCase(repo)
                        || watched.endsWith("/" + repo))
                .forEach(this::look);
    }

    private void remember(String repo) {
        try {
            List<CiProvider.Run> newest = newest(repo);
            database.write(h -> {
                newest.forEach(run -> changed(h, repo, run));
                return null;
            });
        } catch (StoreException e) {
            throw e;
        } catch (PluginException e) {
            LOG.warn("The CI of {} could not be looked at; it is when something happens there: {}", repo,
                    e.getMessage());
        }
    }

    private void look(String repo) {
        List<CiProvider.Run> newest = newest(repo);
        database.write(h -> {
            for (CiProvider.Run run : newest) {
                Optional<String> before = before(h, repo, run);
                if (changed(h, repo, run) && (before.isPresent() || run.state().equals("failed"))) {
                    all().stream().filter(wish -> wish.repo().equals(repo) && !toldElsewhere.test(wish))
                            .forEach(wish -> work.tell(h,
                                    "watched-" + wish.conversation() + "-" + repo + "-" + run.id() + "-" + run.state(),
                                    wish.conversation(), told(repo, run)));
                }
            }
            return null;
        });
    }

    /** The newest run of each workflow and branch that came to an end; our own branches have their pull requests. */
    private List<CiProvider.Run> newest(String repo) {
        Repositories repositories = work.repositories();
        Map<String, CiProvider.Run> newest = new LinkedHashMap<>();
        for (CiProvider ci : repositories.ci(repo)) {
            ci.runs(work.service(repo), "", RUNS).stream()
                    .filter(run -> run.state().equals("passed") || run.state().equals("failed"))
                    .filter(run -> !run.branch().startsWith("telecoder/"))
                    .forEach(run -> newest.putIfAbsent(ci.id() + "\n" + run.name() + "\n" + run.branch(), run));
        }
        return List.copyOf(newest.values());
    }

    private static Optional<String> before(Handle h, String repo, CiProvider.Run run) {
        return h.createQuery("SELECT state FROM watched_run WHERE repo = :repo AND workflow = :workflow"
                + " AND branch = :branch").bind("repo", repo).bind("workflow", run.name())
                .bind("branch", run.branch()).mapTo(String.class).findOne();
    }

    private static boolean changed(Handle h, String repo, CiProvider.Run run) {
        return h.createUpdate("INSERT INTO watched_run (repo, workflow, branch, run, state)"
                + " VALUES (:repo, :workflow, :branch, :run, :state) ON CONFLICT (repo, workflow, branch)"
                + " DO UPDATE SET run = :run, state = :state WHERE state <> :state").bind("repo", repo)
                .bind("workflow", run.name()).bind("branch", run.branch()).bind("run", run.id())
                .bind("state", run.state()).execute() > 0;
    }

    private static String told(String repo, CiProvider.Run run) {
        String commit = run.commit().length() > 10 ? run.commit().substring(0, 10) : run.commit();
        return "**" + repo + "** " + PullDecisions.name(run.name()) + " on " + PullDecisions.name(run.branch())
                + (run.state().equals("failed") ? " is red" : " is green again") + " at `" + commit + "`: ["
                + "run " + PullDecisions.plain(run.id()) + "](" + run.location() + ")"
                + (run.state().equals("failed") ? ". Shall I look why?" : ".");
    }
}

package dev.telecoder.platform.repo;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.repo.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/**
 * A checkout with what the host alone may do: keep and bring back snapshots, and bind consent to what is there. Safe for
 * many threads, and for several objects over one folder; what changes something runs one at a time.
 */
public abstract sealed class GitCheckout implements Checkout permits TaskCheckout, FolderCheckout {

    private final String repo;
    private final WorkFolder folder;
    private final Shadow shadow;
    private final Environment environment;

    /** What all checkouts of this process share, and what this one is allowed. */
    record Environment(ReentrantLock lock, PushPolicy policy, PushRules rules, java.time.Clock clock,
            Signing signing) {}

    GitCheckout(String repo, WorkFolder folder, Shadow shadow, Environment environment) {
        this.repo = repo;
        this.folder = folder;
        this.shadow = shadow;
        this.environment = environment;
    }

    /** The remote, or a {@code REJECTED} that says there is none. */
    abstract Remote remote();

    /** Brings what the remote has into {@code clone} and answers what that is. */
    abstract Remote.Heads bring(Repository clone) throws IOException;

    @Override
    public String repo() {
        return repo;
    }

    @Override
    public Path directory() {
        return folder.directory();
    }

    @Override
    public Optional<String> branch() {
        return read(git -> Optional.ofNullable(git.getFullBranch()).filter(name -> name.startsWith(Constants.R_HEADS))
                .map(Repository::shortenRefName));
    }

    @Override
    public Optional<String> head() {
        return read(git -> Optional.ofNullable(git.resolve("HEAD^{commit}")).map(ObjectId::name));
    }

    @Override
    public List<Change> changes() {
        return write(git -> new Differences(git).between(git.resolve("HEAD^{commit}"), null, List.of()).changes());
    }

    @Override
    public Diff diff(String from, String to, List<String> paths) {
        return write(git -> new Differences(git).between(
                from.isEmpty() ? git.resolve("HEAD^{commit}") : known(git, from), to.isEmpty() ? null : known(git, to),
                paths));
    }

    /**
     * {@inheritDoc}
     *
     * <p>{@code :/TEXT} is the newest commit of any branch whose message has the text, or matches it as an expression.
     */
    @Override
    public Optional<String> resolve(String revision) {
        return read(
                git -> Optional.ofNullable(revision.startsWith(":/") ? new Commits(git).search(revision.substring(2))
                        : Branches.resolve(git, revision)).map(ObjectId::name));
    }

    @Override
    public Optional<String> tree(String revision) {
        return read(git -> {
            ObjectId commit = Branches.resolve(git, revision);
            return Optional.ofNullable(commit == null ? null : git.resolve(commit.name() + "^{tree}"))
                    .map(ObjectId::name);
        });
    }

    @Override
    public List<Commit> log(String revision, int limit) {
        return read(git -> {
            ObjectId start = revision.isEmpty() ? git.resolve("HEAD^{commit}") : known(git, revision);
            return start == null ? List.of() : new Commits(git).log(start, limit);
        });
    }

    @Override
    public List<Branch> branches() {
        return read(git -> new Branches(git, defaultBranch()).list());
    }

    @Override
    public void createBranch(String name, String from) {
        write(git -> {
            new Branches(git, defaultBranch()).create(name, from);
            return true;
        });
    }

    @Override
    public void switchTo(String name) {
        boolean found = write(git -> {
            Branches branches = new Branches(git, defaultBranch());
            if (branches.switchTo(name)) {
                return true;
            }
            bring(git);
            return branches.switchTo(name);
        });
        if (!found) {
            throw Rejections
                    .rejected("There is no branch " + name + ", neither here nor on the remote. Create it first.");
        }
    }

    @Override
    public void deleteBranch(String name) {
        write(git -> {
            new Branches(git, defaultBranch()).delete(name);
            return true;
        });
    }

    @Override
    public Commit commit(String message, List<String> paths) {
        if (message.isBlank()) {
            throw Rejections.rejected("A commit needs a message.");
        }
        return write(git -> new Commits(git).commit(message, paths, environment.clock().instant(),
                environment.signing().signer()));
    }

    @Override
    public boolean signed(String revision) {
        return read(git -> new Commits(git).signed(known(git, revision)));
    }

    @Override
    public Pushed push(String branch, boolean force) {
        return write(git -> {
            Remote remote = remote();
            try (Repository host = shadow.open(folder.borrowable())) {
                return new Push(this, remote, git, host, environment).push(branch, force);
            }
        });
    }

    @Override
    public Optional<String> remoteHead(String branch) {
        return Optional.ofNullable(remote().heads().branches().get(branch)).map(ObjectId::name);
    }

    @Override
    public void fetch() {
        write(git -> bring(git));
    }

    /**
     * Keeps the files, new ones that are not ignored included, the index, the branches and which is checked out, out of
     * reach of code in the sandbox. Where nothing changed, it answers the same id as before.
     *
     * @return the id, for {@link #restore}
     */
    public String snapshot() {
        return host((git, host) -> snapshots(git, host).take().name());
    }

    /**
     * Brings back what {@link #snapshot} kept. Ignored files stay as they are.
     *
     * @param id what {@link #snapshot} answered
     * @throws PluginException of kind {@code REJECTED} if there is no such snapshot
     */
    public void restore(String id) {
        host((git, host) -> {
            snapshots(git, host).restore(id);
            return true;
        });
    }

    /** {@return whether there is such a snapshot; it needs no sound clone} */
    final boolean hasSnapshot(String id) {
        return guarded(() -> {
            try (Repository host = shadow.open(folder.borrowable())) {
                return Snapshots.has(host, id);
            }
        });
    }

    /** {@return the hash of all files as they are now: known ones, and new ones that are not ignored} */
    public String treeOf() {
        return host((git, host) -> snapshots(git, host).files().name());
    }

    /** {@return the commit that is checked out; empty in a folder without one} */
    public String baseOf() {
        return folder.hasRepository() ? head().orElse("") : "";
    }

    /** {@return what consent to a commit or push is bound to, as of now} */
    public Binding binding() {
        return host((git, host) -> {
            ObjectId head = git == null ? null : git.resolve("HEAD^{commit}");
            String branch = git == null ? "" : Optional.ofNullable(git.getBranch()).orElse("");
            return new Binding(branch, head == null ? "" : head.name(), snapshots(git, host).files().name());
        });
    }

    /**
     * Looks at a push without doing it, for the question to a person and for the risk.
     *
     * @param branch a local branch
     * @param force whether commits of the remote may be replaced
     * @return what would be pushed; empty if the remote has it already
     */
    public Optional<PushRequest> preview(String branch, boolean force) {
        return write(git -> {
            Remote remote = remote();
            try (Repository host = shadow.open(folder.borrowable())) {
                return new Push(this, remote, git, host, environment).preview(branch, force);
            }
        });
    }

    private Snapshots snapshots(@Nullable Repository git, Repository host) {
        return new Snapshots(host, git, folder.directory(), new FileScan(folder.directory(),
                shadow.directory().resolve("scan")));
    }

    private interface HostWork<T> {
        T on(@Nullable Repository git, Repository host) throws IOException;
    }

    private <T> T host(HostWork<T> work) {
        if (folder.hasRepository()) {
            return write(git -> {
                try (Repository host = shadow.open(folder.borrowable())) {
                    return work.on(git, host);
                }
            });
        }
        return guarded(() -> {
            try (Repository host = shadow.open(List.of())) {
                return work.on(null, host);
            }
        });
    }

    private interface Step<T> {
        T run() throws IOException, GitAPIException;
    }

    final <T> T write(Work<T> work) {
        return guarded(() -> {
            try (Repository git = folder.open()) {
                return work.on(git);
            }
        });
    }

    private <T> T read(Work<T> work) {
        // Opening puts back what the host laid down, so a look is a change too.
        return write(work);
    }

    private <T> T guarded(Step<T> step) {
        environment.lock().lock();
        try {
            return step.run();
        } catch (PluginException e) {
            throw e;
        } catch (IOException | GitAPIException | RuntimeException e) {
            String text = String.valueOf(e.getMessage());
            if (text.contains("No space left")) {
                throw PluginException.of(Failure.UNAVAILABLE,
                        "The disk is full, so git could not write. Free some space.", e);
            }
            throw Rejections.broken(repo, e);
        } finally {
            environment.lock().unlock();
        }
    }

    private static ObjectId known(Repository git, String revision) throws IOException {
        ObjectId id = Branches.resolve(git, revision);
        if (id == null && !revision.contains("/")) {
            id = Branches.resolve(git, "origin/" + revision);
        }
        if (id == null) {
            throw Rejections.rejected("There is no commit, branch or tag '" + Texts.shortened(revision, 200) + "'.");
        }
        return id;
    }
}

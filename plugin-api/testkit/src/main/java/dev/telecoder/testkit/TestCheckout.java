package dev.telecoder.testkit;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.repo.Checkout;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A checkout over the clone of a {@link TestRepository}, by the system's git. It does what the host's does, without the
 * host's protection: it pushes wherever it is told to, and reads whatever the clone's configuration says. For one thread.
 *
 * @since 1.0
 */
public final class TestCheckout implements Checkout {

    private static final String NOTHING = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
    private static final String NAME = "test/repo";

    private final TestRepository repository;
    private final String name;

    private TestCheckout(TestRepository repository, String name) {
        this.repository = repository;
        this.name = name;
    }

    /**
     * Makes a checkout.
     *
     * @param repository whose clone it is
     * @return the checkout of a repository called {@code test/repo}
     */
    public static TestCheckout of(TestRepository repository) {
        return of(repository, NAME);
    }

    /**
     * Makes a checkout.
     *
     * @param repository whose clone it is
     * @param name what the repository is called
     * @return the checkout
     */
    public static TestCheckout of(TestRepository repository, String name) {
        return new TestCheckout(repository, name);
    }

    @Override
    public String repo() {
        return name;
    }

    @Override
    public Path directory() {
        return repository.directory();
    }

    @Override
    public String defaultBranch() {
        return "main";
    }

    @Override
    public Optional<String> branch() {
        return look("symbolic-ref", "-q", "--short", "HEAD");
    }

    @Override
    public Optional<String> head() {
        return resolve("HEAD");
    }

    @Override
    public List<Change> changes() {
        return diff("", "", List.of()).changes();
    }

    @Override
    public Diff diff(String from, String to, List<String> paths) {
        List<String> range = new ArrayList<>();
        range.add(from.isEmpty() ? head().orElse(NOTHING) : existing(from));
        if (to.isEmpty()) {
            git("add", "-A", "-N");
        } else {
            range.add(existing(to));
        }
        range.add("--");
        range.addAll(paths);
        List<String> kinds = diff("--name-status", range).lines().toList();
        List<String> counts = diff("--numstat", range).lines().toList();
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            String[] kind = kinds.get(i).split("\t", 2);
            String[] count = counts.get(i).split("\t", 3);
            changes.add(new Change(kind[1], switch (kind[0].charAt(0)) {
                case 'A' -> Change.Kind.ADDED;
                case 'D' -> Change.Kind.DELETED;
                case 'U' -> Change.Kind.CONFLICTING;
                default -> Change.Kind.MODIFIED;
            }, number(count[0]), number(count[1])));
        }
        String text = diff("--patch", range);
        return new Diff(text.isEmpty() ? "" : text + "\n", changes);
    }

    @Override
    public Optional<String> resolve(String revision) {
        // What git itself has for a text of a message wants the pattern to match up to the message's last line end.
        return revision.startsWith(":/")
                ? look("log", "--all", "-1", "-E", "--format=%H", "--grep=" + revision.substring(2))
                : look("rev-parse", "-q", "--verify", "--end-of-options", revision + "^{commit}");
    }

    @Override
    public Optional<String> tree(String revision) {
        return look("rev-parse", "-q", "--verify", "--end-of-options", revision + "^{tree}");
    }

    @Override
    public List<Commit> log(String revision, int limit) {
        if (revision.isEmpty() && head().isEmpty()) {
            return List.of();
        }
        return git("log", "-n", String.valueOf(limit), "--format=%H%x09%cI%x09%an%x09%s",
                revision.isEmpty() ? "HEAD" : existing(revision)).lines().map(line -> line.split("\t", 4))
                .map(part -> new Commit(part[0], part[3], part[2], Instant.parse(part[1]))).toList();
    }

    @Override
    public List<Branch> branches() {
        Optional<String> current = branch();
        return git("for-each-ref", "--format=%(refname:short) %(objectname)", "refs/heads").lines()
                .map(line -> line.split(" "))
                .map(part -> new Branch(part[0], part[1], current.equals(Optional.of(part[0])),
                        part[0].equals(defaultBranch()) || isKept(part[1])))
                .toList();
    }

    private boolean isKept(String commit) {
        return !git("for-each-ref", "--contains", commit, "refs/remotes", "refs/heads/" + defaultBranch()).isEmpty();
    }

    @Override
    public void createBranch(String branch, String from) {
        if (resolve("refs/heads/" + branch).isPresent()) {
            throw rejected("There is a branch " + branch + " already.");
        }
        if (from.isEmpty()) {
            git("checkout", "-q", "-b", branch);
        } else {
            git("checkout", "-q", "--no-track", "-b", branch, existing(from));
        }
    }

    @Override
    public void switchTo(String branch) {
        if (resolve("refs/heads/" + branch).isEmpty() && resolve("refs/remotes/origin/" + branch).isEmpty()) {
            throw rejected("There is no branch " + branch + ".");
        }
        git("checkout", "-q", branch, "--");
    }

    @Override
    public void deleteBranch(String branch) {
        git("branch", "-q", "-D", branch);
    }

    @Override
    public Commit commit(String message, List<String> paths) {
        List<String> add = new ArrayList<>(List.of("add", "-A", "--"));
        add.addAll(paths.isEmpty() ? List.of(".") : paths);
        git("reset", "-q");
        git(add.toArray(String[]::new));
        git("commit", "-q", "-m", message);
        return log("HEAD", 1).get(0);
    }

    @Override
    public Pushed push(String branch, boolean force) {
        String commit =
                resolve("refs/heads/" + branch).orElseThrow(() -> rejected("There is no branch " + branch + "."));
        boolean already = remoteHead(branch).equals(Optional.of(commit));
        try {
            repository.git("push", "-q", force ? "--force" : "--no-force", "origin", branch);
        } catch (IllegalStateException refused) {
            throw rejected("The remote has commits that are not here. Fetch, rebase and push again.");
        }
        return new Pushed(branch, commit, repository.url().toString(), already);
    }

    @Override
    public Optional<String> remoteHead(String branch) {
        String found = reach("ls-remote", "origin", "refs/heads/" + branch);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.split("\\s")[0]);
    }

    @Override
    public void fetch() {
        reach("fetch", "-q", "origin");
    }

    private String diff(String how, List<String> range) {
        List<String> command = new ArrayList<>(List.of("-c", "core.quotePath=false", "diff", "--no-renames", how));
        command.addAll(range);
        return git(command.toArray(String[]::new));
    }

    private String existing(String revision) {
        return resolve(revision).orElseThrow(() -> rejected("There is no commit, branch or tag " + revision + "."));
    }

    private Optional<String> look(String... arguments) {
        try {
            String found = repository.git(arguments);
            return found.isEmpty() ? Optional.empty() : Optional.of(found);
        } catch (IllegalStateException none) {
            return Optional.empty();
        }
    }

    private String git(String... arguments) {
        try {
            return repository.git(arguments);
        } catch (IllegalStateException refused) {
            throw rejected(String.valueOf(refused.getMessage()));
        }
    }

    private String reach(String... arguments) {
        try {
            return repository.git(arguments);
        } catch (IllegalStateException away) {
            throw PluginException.of(Failure.UNAVAILABLE, "The remote cannot be reached: " + away.getMessage());
        }
    }

    private static int number(String count) {
        return count.equals("-") ? 0 : Integer.parseInt(count);
    }

    private static PluginException rejected(String message) {
        return PluginException.of(Failure.REJECTED, message);
    }
}

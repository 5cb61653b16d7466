package dev.telecoder.platform.skill;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.memory.Recall;
import dev.telecoder.api.repo.Checkout;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.skill.ModelQuestion;
import dev.telecoder.platform.consent.Action;
import dev.telecoder.platform.model.Account;
import dev.telecoder.platform.repo.GitCheckout;
import dev.telecoder.platform.repo.PushRules;
import dev.telecoder.platform.sandbox.Sandboxes;
import dev.telecoder.platform.sandbox.TaskPlace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What places with and without a repository have in common: sandbox, snapshots, and the look at a push. */
abstract class GitPlace implements Workplace {

    private final String id;
    private final Sandboxes sandboxes;
    private final Supplier<PushRules> rules;
    private final BiFunction<Account, CancellationToken, ModelQuestion> questions;
    private final Recall recall;
    private final Grants grants;

    GitPlace(String id, Surroundings surroundings, Recall recall, Grants grants) {
        this.id = id;
        this.sandboxes = surroundings.sandboxes();
        this.rules = surroundings.rules();
        this.questions = surroundings.questions();
        this.recall = recall;
        this.grants = grants;
    }

    /** Makes a place that shares all with another but what it is about. */
    GitPlace(GitPlace other) {
        this.id = other.id;
        this.sandboxes = other.sandboxes;
        this.rules = other.rules;
        this.questions = other.questions;
        this.recall = other.recall;
        this.grants = other.grants;
    }

    /**
     * What all places are made with.
     *
     * @param sandboxes gives each place its sandbox
     * @param rules protected branches and paths that ask
     * @param questions begins questions to the model
     */
    record Surroundings(Sandboxes sandboxes, Supplier<PushRules> rules,
            BiFunction<Account, CancellationToken, ModelQuestion> questions) {}

    /** The checkout in focus, with what only the host may do to it. */
    abstract Optional<GitCheckout> git();

    /** The scratch folder. */
    abstract Path scratch();

    /** Further folders for the sandbox. */
    abstract List<dev.telecoder.api.sandbox.SandboxRuntime.Spec.Mount> mounts();

    @Override
    public Optional<Checkout> checkout() {
        return git().map(Function.identity());
    }

    @Override
    public Sandbox sandbox(boolean outside) {
        return sandboxes.forTask(new TaskPlace(id, directory(), scratch(), OwnJava.with(mounts()), Map.of(), outside));
    }

    @Override
    public boolean isolating() {
        return sandboxes.isolates();
    }

    @Override
    public void killSandbox() {
        sandboxes.kill(id);
    }

    /** Frees the sandbox; the place is not used any more. */
    void endSandbox() {
        sandboxes.end(id);
    }

    @Override
    public Recall recall() {
        return recall;
    }

    @Override
    public ModelQuestion question(Account account, CancellationToken cancellation) {
        return questions.apply(account, cancellation);
    }

    @Override
    public Grant grant(Action action) {
        return grants.allow(action);
    }

    @Override
    public Optional<String> snapshot() {
        return git().map(GitCheckout::snapshot);
    }

    @Override
    public void restore(String snapshot) {
        git().ifPresent(checkout -> checkout.restore(snapshot));
    }

    @Override
    public Optional<String> tree() {
        return git().map(GitCheckout::treeOf);
    }

    @Override
    public Optional<Reach> reach(@Nullable String branch) {
        return git().map(checkout -> {
            String target = branch != null ? branch : checkout.branch().orElse("");
            String base = checkout.resolve("origin/" + target)
                    .or(() -> checkout.resolve("origin/" + checkout.defaultBranch()))
                    .or(checkout::head).orElse("");
            List<Checkout.Change> changes = checkout.diff(base, "", List.of()).changes();
            List<String> ask =
                    rules.get().paths().among(List.copyOf(new TreeSet<>(changes.stream().map(Checkout.Change::path)
                            .toList())));
            int added = changes.stream().mapToInt(Checkout.Change::added).sum();
            int removed = changes.stream().mapToInt(Checkout.Change::removed).sum();
            List<String> asks = added + removed <= rules.get().largestDiff() ? ask
                    : Stream.concat(ask.stream(), Stream.of(added + removed + " changed lines")).toList();
            boolean guarded = rules.get().branches().covers(target) || target.equals(checkout.defaultBranch());
            return new Reach(checkout.repo(), target, guarded, asks,
                    target + " " + base + " " + checkout.binding().text(), changes.size(), added, removed);
        });
    }
}

package dev.telecoder.platform.skill;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.memory.Recall;
import dev.telecoder.api.repo.Checkout;
import dev.telecoder.api.repo.Repositories;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.skill.ModelQuestion;
import dev.telecoder.platform.consent.Action;
import dev.telecoder.platform.model.Account;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a run works and what it can reach: the folder, the checkout, the sandbox, the model, bound to one conversation or
 * to the folder a command names. What may be costly is made on first use. Safe for many threads.
 */
public interface Workplace {

    /** {@return the root of the working tree in focus, or an empty folder} */
    Path directory();

    /** {@return the checkout in focus, if there is one} */
    Optional<Checkout> checkout();

    /**
     * Finds the same place with another of its repositories in focus, for one run.
     *
     * @param repo the repository's name
     * @return the place
     * @throws PluginException of kind {@code REJECTED} if there is no such repository here
     */
    default Workplace in(String repo) {
        Optional<String> here = checkout().map(Checkout::repo);
        if (here.filter(repo::equals).isPresent()) {
            return this;
        }
        throw PluginException.of(Failure.REJECTED, "There is no repository " + repo + " here"
                + here.map(name -> "; this works on " + name + " alone").orElse("") + ". Leave \"repo\" out.");
    }

    /** {@return the repositories that may be used} */
    Repositories repositories();

    /**
     * Gives the sandbox of this place, started on first use.
     *
     * @param outside whether the turn has read outside text; then package registries are reached at most
     * @return the sandbox
     */
    Sandbox sandbox(boolean outside);

    /** {@return whether that sandbox isolates; asked without starting it} */
    boolean isolating();

    /** Ends everything that runs in the sandbox, at once. */
    void killSandbox();

    /** {@return what may be recalled before everyone here} */
    Recall recall();

    /**
     * Starts a question to the model.
     *
     * @param account on whose account
     * @param cancellation ends the call
     * @return the question
     */
    ModelQuestion question(Account account, CancellationToken cancellation);

    /**
     * Lets the effects of an action through that the gate allowed, until the grant is closed.
     *
     * @param action what was allowed
     * @return the grant, to be closed when the run has ended
     */
    Grant grant(Action action);

    /** Something that was allowed and is under way. */
    interface Grant extends AutoCloseable {
        @Override
        void close();
    }

    /** {@return the folder's content as something to return to; empty where there is no checkout} */
    Optional<String> snapshot();

    /**
     * Returns to a snapshot.
     *
     * @param snapshot what {@link #snapshot} gave
     */
    void restore(String snapshot);

    /** {@return a name for the content of the working tree now; empty where there is no checkout} */
    Optional<String> tree();

    /**
     * Looks at what a push would do, for the gate.
     *
     * @param branch the branch it is about; {@code null} for the one that is checked out
     * @return what it would do; empty where there is no checkout
     */
    Optional<Reach> reach(@Nullable String branch);

    /**
     * What a push would do.
     *
     * @param repo the repository
     * @param branch the branch
     * @param protectedBranch whether it is protected
     * @param askPaths what of the change asks each time: files, and its size where that is too large
     * @param binds base and tree, which a consent is bound to
     * @param files how many files differ from what the remote has
     * @param added lines added
     * @param removed lines removed
     */
    record Reach(String repo, String branch, boolean protectedBranch, List<String> askPaths, String binds, int files,
            int added, int removed) {

        /** Copies the list. */
        public Reach {
            askPaths = List.copyOf(askPaths);
        }

        /** Both at once; the branch is that of the first. */
        Reach and(Reach other) {
            List<String> asks = Stream.concat(askPaths.stream(), other.askPaths().stream()).distinct().toList();
            return new Reach(repo, branch, protectedBranch || other.protectedBranch(), asks,
                    binds + "\n" + other.binds(), Math.max(files, other.files()), Math.max(added, other.added()),
                    Math.max(removed, other.removed()));
        }
    }
}

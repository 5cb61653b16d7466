package dev.telecoder.api.repo;

import dev.telecoder.api.HostProvided;
import dev.telecoder.api.PluginException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A task's own clone of a repository, and git's only door: credentials, protected branches, consent bound to the tree and
 * hostile {@code .git} content are handled behind it. No hook, filter or program named in the clone runs on the host.
 * Safe for many threads; calls that change something run one at a time.
 *
 * @since 1.0
 */
@HostProvided
public interface Checkout {

    /** {@return the name of the repository, such as {@code myorg/api}} */
    String repo();

    /** {@return the root of the working tree} */
    Path directory();

    /** {@return the branch that work starts from and goes back to, such as {@code main}} */
    String defaultBranch();

    /** {@return the branch that is checked out; empty when none is} */
    Optional<String> branch();

    /** {@return the commit that is checked out; empty in a repository without one} */
    Optional<String> head();

    /** {@return the files that differ from {@link #head}, new ones that are not ignored included, by path} */
    List<Change> changes();

    /**
     * Compares.
     *
     * @param from a commit, branch or tag; empty for {@link #head}
     * @param to a commit, branch or tag; empty for the working tree, new files included
     * @param paths only these files and folders; empty for all
     * @return the differences, in git's format
     * @throws PluginException of kind {@code REJECTED} if there is no such commit
     */
    Diff diff(String from, String to, List<String> paths);

    /**
     * Finds a commit.
     *
     * @param revision a commit, branch or tag, as git understands it; {@code origin/main} for what the remote has
     * @return its full id
     */
    Optional<String> resolve(String revision);

    /**
     * Finds the files of a commit as a whole: two commits with the same files have the same.
     *
     * @param revision a commit, branch or tag, as for {@link #resolve}
     * @return git's id of its tree
     */
    default Optional<String> tree(String revision) {
        return Optional.empty();
    }

    /**
     * Tells whether a commit carries a signature; whether it is a good one is not looked at.
     *
     * @param revision a commit, branch or tag, as for {@link #resolve}
     * @return whether it is signed
     * @throws PluginException of kind {@code REJECTED} if there is no such commit
     * @since 1.0
     */
    default boolean signed(String revision) {
        return false;
    }

    /**
     * Lists commits, newest first.
     *
     * @param revision where to begin
     * @param limit the most to list
     * @return the commits
     */
    List<Commit> log(String revision, int limit);

    /** {@return the local branches, by name, each with whether all of it is in the default branch or pushed} */
    List<Branch> branches();

    /**
     * Creates a branch and switches to it; changes that are not committed come along.
     *
     * @param name its name
     * @param from where it begins; empty for what is checked out
     * @throws PluginException of kind {@code REJECTED} if the name is taken or not valid
     */
    void createBranch(String name, String from);

    /**
     * Switches to a branch; one that only the remote has is made to follow it.
     *
     * @param name the branch
     * @throws PluginException of kind {@code REJECTED} if there is none, or changes would be lost
     */
    void switchTo(String name);

    /**
     * Deletes a local branch.
     *
     * @param name the branch; not the one that is checked out
     * @throws PluginException of kind {@code REJECTED} if there is none or it is checked out
     */
    void deleteBranch(String name);

    /**
     * Commits changes.
     *
     * @param message the message
     * @param paths only these files and folders; empty for all changes
     * @return the commit
     * @throws PluginException of kind {@code REJECTED} if there is nothing to commit
     */
    Commit commit(String message, List<String> paths);

    /**
     * Pushes a branch to the remote it was cloned from. What may be pushed where, with whose consent, is decided by the
     * host.
     *
     * @param branch a local branch
     * @param force whether to replace commits the remote has and we do not
     * @return what came of it
     * @throws PluginException of kind {@code REJECTED} if the remote has commits we do not, or refuses; {@code
     *     AUTHENTICATION} if it wants other credentials; {@code UNAVAILABLE} if it cannot be reached
     */
    Pushed push(String branch, boolean force);

    /**
     * Asks the remote what a branch is at now.
     *
     * @param branch the branch
     * @return the commit; empty if the remote has no such branch
     * @throws PluginException of kind {@code UNAVAILABLE} if it cannot be reached
     */
    Optional<String> remoteHead(String branch);

    /**
     * Brings what the remote has, without changing the working tree.
     *
     * @throws PluginException of kind {@code UNAVAILABLE} if it cannot be reached
     */
    void fetch();

    /**
     * A file that differs.
     *
     * @param path where it is, with {@code /}
     * @param kind how it differs
     * @param added lines added; 0 for a binary file
     * @param removed lines removed; 0 for a binary file
     */
    record Change(String path, Kind kind, int added, int removed) {

        /** How a file differs. */
        public enum Kind {
            /** It is new. */
            ADDED,
            /** Its content differs. */
            MODIFIED,
            /** It is gone. */
            DELETED,
            /** Both sides changed it and nobody decided yet. */
            CONFLICTING
        }
    }

    /**
     * Differences.
     *
     * @param text in git's format
     * @param changes the files, by path
     */
    record Diff(String text, List<Change> changes) {

        /** Copies the changes. */
        public Diff {
            changes = List.copyOf(changes);
        }
    }

    /**
     * A commit.
     *
     * @param id its full id
     * @param subject the first line of its message
     * @param author who wrote it
     * @param at when it was committed
     */
    record Commit(String id, String subject, String author, Instant at) {}

    /**
     * A local branch.
     *
     * @param name its name
     * @param head its newest commit
     * @param current whether it is checked out
     * @param merged whether all of it is in the default branch or on the remote, so that deleting it loses nothing
     */
    record Branch(String name, String head, boolean current, boolean merged) {}

    /**
     * What came of a push.
     *
     * @param branch the branch
     * @param commit what the remote's branch is at now
     * @param remote the remote's address, without credentials
     * @param already whether the remote had it before
     */
    record Pushed(String branch, String commit, String remote, boolean already) {}
}

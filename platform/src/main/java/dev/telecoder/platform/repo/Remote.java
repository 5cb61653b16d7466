package dev.telecoder.platform.repo;

import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/**
 * The other side of fetch and push. Its methods throw a {@code PluginException} that tells a missing repository, refused
 * credentials and an unreachable server apart. Safe for many threads.
 */
sealed interface Remote permits HttpRemote, ProcessRemote {

    GitAddress address();

    Heads heads();

    /** Brings one branch into a mirror, with its whole history. */
    void branchTo(Repository mirror, String branch);

    /** Makes all branches and tags of the remote those of a mirror. */
    void mirrorTo(Repository mirror);

    /**
     * Sets a branch of the remote, if it still is at {@code expected}.
     *
     * @param expected what it is at; {@code null} if it is not there
     * @return what the remote said to the person who pushed
     */
    String push(Repository from, ObjectId commit, String branch, @Nullable ObjectId expected);

    static Remote of(GitAddress address, String repo, Credentials credentials) {
        return address.kind() == GitAddress.Kind.HTTP
                ? new HttpRemote(address, repo, credentials, HttpRemote.LIMIT) : new ProcessRemote(address, repo);
    }

    /**
     * What a remote has.
     *
     * @param defaultBranch its default branch; empty if it does not say
     * @param branches the commit of each branch
     */
    record Heads(String defaultBranch, Map<String, ObjectId> branches) {

        public Heads {
            branches = Map.copyOf(branches);
        }
    }
}

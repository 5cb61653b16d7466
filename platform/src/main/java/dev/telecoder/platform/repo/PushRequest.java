package dev.telecoder.platform.repo;

import java.util.List;

/**
 * A push that is about to happen, as the host measured it.
 *
 * @param repo the repository's name
 * @param remote its address, without credentials
 * @param branch the branch on the remote
 * @param oldCommit what the remote's branch is at; empty if it has none
 * @param newCommit what it would be at
 * @param paths the files that differ from what the remote has
 * @param force whether commits of the remote would be replaced
 * @param protectedBranch whether the branch is a protected one
 * @param askPaths those of the files that always ask
 */
public record PushRequest(
        String repo,
        String remote,
        String branch,
        String oldCommit,
        String newCommit,
        List<String> paths,
        boolean force,
        boolean protectedBranch,
        List<String> askPaths) {

    /** Copies the paths. */
    public PushRequest {
        paths = List.copyOf(paths);
        askPaths = List.copyOf(askPaths);
    }
}

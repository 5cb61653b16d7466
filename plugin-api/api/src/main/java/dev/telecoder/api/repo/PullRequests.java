package dev.telecoder.api.repo;

import java.net.URI;
import java.util.Optional;

/**
 * The ability to keep pull requests.
 *
 * @since 1.0
 */
public interface PullRequests {

    /**
     * Finds the open pull request of a branch.
     *
     * @param repo the repository
     * @param branch the branch with the change
     * @return the pull request, if there is one
     */
    Optional<PullRequest> findOpen(String repo, String branch);

    /**
     * Opens a pull request.
     *
     * @param repo the repository
     * @param branch the branch with the change
     * @param base the branch to merge into
     * @param title one line
     * @param markdown what, why, and how it was verified
     * @param draft whether it is not ready for review
     * @return the pull request
     */
    PullRequest open(String repo, String branch, String base, String title, String markdown, boolean draft);

    /**
     * A pull request.
     *
     * @param number its number
     * @param title one line
     * @param branch the branch with the change
     * @param base the branch to merge into
     * @param author the account that opened it
     * @param state such as {@code open}, {@code merged} or {@code closed}
     * @param location where to look at it
     */
    record PullRequest(long number, String title, String branch, String base, String author, String state,
            URI location) {}
}

package dev.telecoder.api.repo;

import dev.telecoder.api.Experimental;
import dev.telecoder.api.PluginException;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * The ability to list the open pull requests of a repository, and what reviewers decided. An ability of a {@link CodeHost};
 * safe for many threads. Each method throws a {@link PluginException} if the service cannot be asked or refuses.
 *
 * <p>Experimental because one service alone offers it so far, and says who approved in its own way.
 *
 * @since 1.0
 */
@Experimental
public interface PullRequestList {

    /**
     * Lists the open pull requests, the one that changed last first, in as few questions as the service allows: those who
     * watch many repositories ask it again and again.
     *
     * @param repo the repository, by the service's name
     * @return the pull requests
     */
    List<Open> open(String repo);

    /**
     * Lists what reviewers decided: of each reviewer the newest decision that counts.
     *
     * @param repo the repository, by the service's name
     * @param number the pull request
     * @return the decisions, oldest first; comments without one are left out
     */
    List<Decision> decisions(String repo, long number);

    /**
     * An open pull request.
     *
     * @param pull what it is
     * @param head the newest commit of it
     * @param draft whether it waits
     * @param reviewers the accounts whose review is asked for and was not given yet, without {@code @}
     * @param openedAt when it was opened
     * @param changedAt when anything about it changed last
     */
    record Open(PullRequests.PullRequest pull, String head, boolean draft, List<String> reviewers, Instant openedAt,
            Instant changedAt) {

        /** Copies the list. */
        public Open {
            reviewers = List.copyOf(reviewers);
        }
    }

    /**
     * What a reviewer decided.
     *
     * @param reviewer the account, without {@code @}
     * @param approved whether it may be merged; otherwise it must change first
     * @param commit the commit that was reviewed
     * @param markdown what was said with it; may be empty
     * @param at when
     * @param location where to look at it
     */
    record Decision(String reviewer, boolean approved, String commit, String markdown, Instant at, URI location) {}
}

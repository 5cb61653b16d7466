package dev.telecoder.api.repo;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.repo.PullRequests.PullRequest;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ability to go on with a pull request that is open: change it, talk in it, have it reviewed, look at its checks, merge it.
 * An ability of a {@link CodeHost}; safe for many threads. Each method throws a {@link PluginException} if the service cannot
 * be asked or refuses.
 *
 * @since 1.0
 */
public interface PullRequestWork {

    /**
     * Looks at a pull request.
     *
     * @param repo the repository, by the service's name
     * @param number the pull request
     * @return how it stands, or empty if there is none with that number
     */
    Optional<Standing> standing(String repo, long number);

    /**
     * Changes what a pull request says of itself. What is {@code null} stays as it is.
     *
     * @param repo the repository, by the service's name
     * @param number the pull request
     * @param title one line, or {@code null}
     * @param markdown its text, or {@code null}
     * @param draft whether it is to wait, or {@code null}
     * @return how it stands now
     */
    Standing change(String repo, long number, @Nullable String title, @Nullable String markdown,
            @Nullable Boolean draft);

    /**
     * Says something in its conversation.
     *
     * @param repo the repository, by the service's name
     * @param number the pull request
     * @param markdown what to say
     * @return where it stands
     */
    URI comment(String repo, long number, String markdown);

    /**
     * Asks people for their review; who was asked already is not asked again, and its author is left out.
     *
     * @param repo the repository, by the service's name
     * @param number the pull request
     * @param people accounts, without {@code @}
     * @param teams teams of the owner, by their short name
     */
    void requestReview(String repo, long number, List<String> people, List<String> teams);

    /**
     * Merges a pull request in the way its repository prefers.
     *
     * @param repo the repository, by the service's name
     * @param number the pull request
     * @param head the commit that must be its newest; else nothing is merged
     * @return the commit that came of it
     * @throws PluginException of kind {@code REJECTED} if it cannot be merged, or has other commits by now
     */
    String merge(String repo, long number, String head);

    /**
     * Lists the checks of a commit, of every service that reports some: the newest run of each name.
     *
     * @param repo the repository, by the service's name
     * @param commit its full id
     * @return the checks; empty if none was begun
     */
    List<Check> checks(String repo, String commit);

    /**
     * Lists what was said in a pull request, oldest first: comments, reviews with a text, and remarks about lines.
     *
     * @param repo the repository, by the service's name
     * @param number the pull request
     * @param since only what was said at this moment or later
     * @return what was said
     */
    List<Comment> comments(String repo, long number, Instant since);

    /**
     * Tells whether an account may write to a repository, so that its word counts there.
     *
     * @param repo the repository, by the service's name
     * @param account the account, without {@code @}
     * @return whether it may push
     */
    boolean mayWrite(String repo, String account);

    /**
     * How a pull request stands.
     *
     * @param pull the pull request; its state is {@code open}, {@code merged} or {@code closed}
     * @param head the newest commit of it
     * @param draft whether it waits
     * @param markdown what it says of itself
     * @param conflicts whether it cannot be merged without solving conflicts; false where that is not known yet
     */
    record Standing(PullRequest pull, String head, boolean draft, String markdown, boolean conflicts) {}

    /**
     * A check of a commit.
     *
     * @param name its name
     * @param state {@code running}, {@code passed}, {@code failed} or {@code skipped}
     * @param run the run of the CI service it belongs to, as {@link CiProvider#log} knows it; empty if it belongs to none
     * @param location where to look at it, or {@code null}
     */
    record Check(String name, String state, String run, @Nullable URI location) {}

    /**
     * Something said in a pull request.
     *
     * @param id names it, unique within the repository
     * @param author the account that said it
     * @param bot whether that is no person
     * @param path the file it is about; empty if it is about none
     * @param line the line of that file; 0 if it is about none
     * @param markdown what was said
     * @param at when
     */
    record Comment(String id, String author, boolean bot, String path, int line, String markdown, Instant at) {}
}

package dev.telecoder.api.repo;

import dev.telecoder.api.Experimental;
import dev.telecoder.api.PluginException;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * The ability to keep issues. What is said below them is {@link Talk}. An ability of a {@link CodeHost}; safe for many
 * threads. Each method throws a {@link PluginException} if the service cannot be asked or refuses.
 *
 * <p>Experimental because one service alone offers it so far; others have states and fields of their own.
 *
 * @since 1.0
 */
@Experimental
public interface Issues {

    /**
     * Lists open issues, the newest change first.
     *
     * @param repo the repository, by the service's name
     * @param labels only those that have all of these labels
     * @param limit the most to list
     * @return the issues
     */
    List<Issue> open(String repo, List<String> labels, int limit);

    /**
     * Begins an issue.
     *
     * @param repo the repository, by the service's name
     * @param title one line
     * @param markdown what it says
     * @param labels its labels
     * @return the issue
     */
    Issue begin(String repo, String title, String markdown, List<String> labels);

    /**
     * Closes an issue or opens it again.
     *
     * @param repo the repository, by the service's name
     * @param number the issue
     * @param open whether it is to be open
     */
    void change(String repo, long number, boolean open);

    /**
     * Adds a label to an issue or pull request, or takes it away.
     *
     * @param repo the repository, by the service's name
     * @param number the issue or pull request
     * @param label the label
     * @param on whether it is to be there
     */
    void label(String repo, long number, String label, boolean on);

    /**
     * An issue.
     *
     * @param number its number
     * @param title one line
     * @param author the account that began it
     * @param markdown what it says
     * @param state {@code open} or {@code closed}
     * @param labels its labels
     * @param updatedAt when it changed last
     * @param location where to look at it
     */
    record Issue(long number, String title, String author, String markdown, String state, List<String> labels,
            Instant updatedAt, URI location) {}
}

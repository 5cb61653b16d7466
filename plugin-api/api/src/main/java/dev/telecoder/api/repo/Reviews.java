package dev.telecoder.api.repo;

import dev.telecoder.api.Experimental;
import dev.telecoder.api.PluginException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The ability to show a pull request to a reviewer: what it changes, and what was said about lines of it. An ability of a
 * {@link CodeHost}; safe for many threads.
 *
 * <p>Experimental because one service alone offers it so far; others count lines of a change in other ways.
 *
 * @since 1.0
 */
@Experimental
public interface Reviews {

    /**
     * Shows a pull request.
     *
     * @param repo the repository, by the service's name
     * @param number the pull request
     * @return what it changes, or empty if there is none with that number
     * @throws PluginException if the service cannot be asked
     */
    Optional<Change> change(String repo, long number);

    /**
     * Lists what was said about lines of a pull request, oldest first, each conversation by its first remark.
     *
     * @param repo the repository, by the service's name
     * @param number the pull request
     * @return the remarks
     * @throws PluginException if the service cannot be asked
     */
    List<Remark> remarks(String repo, long number);

    /**
     * What a pull request changes.
     *
     * @param number its number
     * @param title one line
     * @param markdown what its author says of it
     * @param base the branch to merge into
     * @param head the newest commit of it
     * @param diff the change against the base, as a unified diff in git's form
     * @param location where to look at it
     */
    record Change(long number, String title, String markdown, String base, String head, String diff, URI location) {}

    /**
     * Something said about a line.
     *
     * @param path the file
     * @param line the line's number on its side, 0 where the line is not in the change any more
     * @param old whether the line is one of the file before the change
     * @param author the account that said it
     * @param markdown what was said
     * @param resolved whether that is settled
     */
    record Remark(String path, int line, boolean old, String author, String markdown, boolean resolved) {}
}

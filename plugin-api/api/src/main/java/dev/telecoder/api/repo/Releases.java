package dev.telecoder.api.repo;

import dev.telecoder.api.Experimental;
import dev.telecoder.api.PluginException;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * The ability to keep releases. An ability of a {@link CodeHost}; safe for many threads.
 *
 * <p>Experimental because one service alone offers it so far.
 *
 * @since 1.0
 */
@Experimental
public interface Releases {

    /**
     * Lists published releases, newest first.
     *
     * @param repo the repository, by the service's name
     * @param limit the most to list
     * @return the releases
     * @throws PluginException if the service cannot be asked
     */
    List<Release> releases(String repo, int limit);

    /**
     * A release.
     *
     * @param tag its tag
     * @param title one line
     * @param markdown what it says
     * @param early whether it is not for everybody yet
     * @param at when it was published
     * @param location where to look at it
     */
    record Release(String tag, String title, String markdown, boolean early, Instant at, URI location) {}
}

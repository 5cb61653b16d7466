package dev.telecoder.api.repo;

import dev.telecoder.api.Experimental;
import dev.telecoder.api.PluginException;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * The ability to warn of weaknesses. An ability of a {@link CodeHost}; safe for many threads.
 *
 * <p>Experimental because one service alone offers it so far.
 *
 * @since 1.0
 */
@Experimental
public interface SecurityAlerts {

    /**
     * Lists the open alerts of a kind, newest first.
     *
     * @param repo the repository, by the service's name
     * @param kind what they warn of
     * @return the alerts; empty also where the service does not look for such things in this repository
     * @throws PluginException if the service cannot be asked
     */
    List<Alert> alerts(String repo, Kind kind);

    /** What an alert warns of. */
    enum Kind {
        /** A package with a known weakness. */
        DEPENDENCY,
        /** Code that a scanner found weak. */
        CODE,
        /** A secret in the repository. */
        SECRET
    }

    /**
     * An alert.
     *
     * @param kind what it warns of
     * @param number its number
     * @param severity {@code critical}, {@code high}, {@code medium}, {@code low} or {@code unknown}
     * @param subject the package, the rule, or the kind of secret
     * @param title one line; never a secret
     * @param path the file it is about; empty if it is about none
     * @param fixed the first version without the weakness; empty if there is none
     * @param at when it was found
     * @param location where to look at it
     */
    record Alert(Kind kind, long number, String severity, String subject, String title, String path, String fixed,
            Instant at, URI location) {}
}

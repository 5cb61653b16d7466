package dev.telecoder.api.repo;

import dev.telecoder.api.HostProvided;
import java.util.Optional;

/**
 * The code hosts that are installed and configured, for a channel that talks where the repositories are. Asked for in the
 * constructor of an extension. Safe for many threads.
 *
 * @since 1.0
 */
@HostProvided
public interface CodeHosts {

    /**
     * Finds a code host. Ask again each time: plugins come and go.
     *
     * @param id such as {@code github}
     * @return the code host, if there is one now
     */
    Optional<CodeHost> find(String id);
}

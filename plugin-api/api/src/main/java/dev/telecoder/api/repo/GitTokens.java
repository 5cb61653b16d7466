package dev.telecoder.api.repo;

import dev.telecoder.api.Experimental;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.Secret;
import java.util.Optional;

/**
 * The ability to give tokens that git fetches and pushes with, where they are not written down but made anew from time to time,
 * as those of an App are. The host sends them to the code host's own address only. An ability of a {@link CodeHost}; safe for
 * many threads.
 *
 * <p>Experimental because one service alone offers it so far.
 *
 * @since 1.0
 */
@Experimental
public interface GitTokens {

    /**
     * Gives the token to log in with now. Called for each connection, so a token that holds for long enough is given again.
     *
     * @return the token; empty where there is none but the one that is written down
     * @throws PluginException if none can be had
     */
    Optional<Secret> gitToken();
}

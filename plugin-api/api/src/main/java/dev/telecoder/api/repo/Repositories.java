package dev.telecoder.api.repo;

import dev.telecoder.api.HostProvided;
import dev.telecoder.api.PluginException;
import java.util.List;
import java.util.Optional;

/**
 * The repositories a run or a look may use, each with its code host and its CI.
 *
 * @since 1.0
 */
@HostProvided
public interface Repositories {

    /** {@return the repositories, by name; the one in focus first} */
    List<Repository> all();

    /**
     * Makes a repository known to the conversation and brings it into focus, with a clone of its own.
     *
     * @param nameOrUrl a configured name, or a git URL
     * @param branch what to check out; empty for the default branch
     * @return its checkout
     * @throws PluginException of kind {@code REJECTED} if there is no such repository, {@code AUTHENTICATION} if it wants
     *     credentials we do not have, {@code UNAVAILABLE} if it cannot be reached
     */
    Checkout open(String nameOrUrl, String branch);

    /**
     * Finds the code host of a repository.
     *
     * @param repo its name
     * @return the code host, if one is configured
     */
    Optional<CodeHost> codeHost(String repo);

    /**
     * Finds the CI of a repository.
     *
     * @param repo its name
     * @return the services, in the configured order; may be empty
     */
    List<CiProvider> ci(String repo);

    /**
     * A repository.
     *
     * @param name such as {@code myorg/api}
     * @param url where it is cloned from, without credentials
     * @param defaultBranch such as {@code main}; empty if it was not asked yet
     */
    record Repository(String name, String url, String defaultBranch) {}
}

package dev.telecoder.platform.repo;

import java.util.List;
import java.util.Objects;

/**
 * A repository the operator configured.
 *
 * @param name what chats, skills and jobs call it
 * @param url where it is cloned from
 * @param branch its default branch; empty for what the remote says
 * @param host {@code github}, {@code gitlab} or {@code none}
 * @param ci the ids of its CI services; empty for the host's own
 */
public record RepoSettings(String name, String url, String branch, String host, List<String> ci) {

    /** Checks that all parts are there. */
    public RepoSettings {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(branch, "branch");
        Objects.requireNonNull(host, "host");
        ci = List.copyOf(ci);
    }

    /**
     * Makes settings of a repository whose CI is its host's own.
     *
     * @param name what chats, skills and jobs call it
     * @param url where it is cloned from
     * @param branch its default branch; empty for what the remote says
     * @param host {@code github}, {@code gitlab} or {@code none}
     */
    public RepoSettings(String name, String url, String branch, String host) {
        this(name, url, branch, host, List.of());
    }

    /** {@return the ids of the services that build it} */
    public List<String> builtBy() {
        return ci.isEmpty() ? List.of(host) : ci;
    }

    /**
     * Makes settings of a name and an address.
     *
     * @param name what chats, skills and jobs call it
     * @param url where it is cloned from
     */
    public RepoSettings(String name, String url) {
        this(name, url, "", "none");
    }
}

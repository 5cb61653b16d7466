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
 * @param ci the ids of its CI services, in order
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
     * Makes settings of a repository that is built where it is kept.
     *
     * @param name what chats, skills and jobs call it
     * @param url where it is cloned from
     * @param branch its default branch; empty for what the remote says
     * @param host {@code github}, {@code gitlab} or {@code none}
     */
    public RepoSettings(String name, String url, String branch, String host) {
        this(name, url, branch, host, List.of(host));
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

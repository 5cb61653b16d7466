package dev.telecoder.platform.repo;

import java.util.Objects;

/**
 * A repository the operator configured.
 *
 * @param name what chats, skills and jobs call it
 * @param url where it is cloned from
 * @param branch its default branch; empty for what the remote says
 * @param host {@code github}, {@code gitlab} or {@code none}
 */
public record RepoSettings(String name, String url, String branch, String host) {

    /** Checks that all parts are there. */
    public RepoSettings {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(branch, "branch");
        Objects.requireNonNull(host, "host");
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

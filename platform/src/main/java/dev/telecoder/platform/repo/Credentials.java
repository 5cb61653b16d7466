package dev.telecoder.platform.repo;

import dev.telecoder.api.Secret;
import java.net.URI;
import java.util.Optional;

/** Finds what to log in with at a git server over HTTP. Called from many threads, and again for each connection. */
public interface Credentials {

    /** No credentials for anyone. */
    Credentials NONE = address -> Optional.empty();

    /**
     * Finds a login.
     *
     * @param address the repository's address, without credentials
     * @return what to log in with, if there is something for that server
     */
    Optional<Login> find(URI address);

    /**
     * Names the setting a person must look at when a server wants other credentials.
     *
     * @param address the repository's address, without credentials
     * @return such as {@code github.token}
     */
    default String setting(URI address) {
        String host = address.getHost() == null ? "" : address.getHost();
        return host.contains("gitlab") ? "gitlab.token" : "github.token";
    }

    /**
     * What to log in with.
     *
     * @param user the user's name
     * @param password the token or password
     */
    record Login(String user, Secret password) {}
}

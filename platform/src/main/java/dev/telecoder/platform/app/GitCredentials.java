package dev.telecoder.platform.app;

import dev.telecoder.platform.config.CodeHostLogin;
import dev.telecoder.platform.config.Config;
import dev.telecoder.platform.config.ConfigHolder;
import dev.telecoder.platform.repo.Credentials;
import java.net.URI;
import java.util.Optional;

/** Finds the token for a git server in the sections of the code hosts, for the addresses these sections are about only. */
record GitCredentials(ConfigHolder config) implements Credentials {

    @Override
    public Optional<Credentials.Login> find(URI address) {
        return find(address, "github", "github.com", "x-access-token")
                .or(() -> find(address, "gitlab", "gitlab.com", "oauth2"));
    }

    private Optional<Credentials.Login> find(URI address, String section, String usual, String user) {
        Config now = config.current();
        if (!now.has(section) || address.getHost() == null) {
            return Optional.empty();
        }
        CodeHostLogin login = now.section(section, CodeHostLogin.class).value().orElse(null);
        if (login == null || login.token() == null) {
            return Optional.empty();
        }
        String host = login.gitUrl() != null ? authority(login.gitUrl())
                : login.apiUrl() != null ? host(login.apiUrl()) : usual;
        String asked = login.gitUrl() != null ? address.getAuthority() : address.getHost();
        return asked.equalsIgnoreCase(host) ? Optional.of(new Credentials.Login(user, login.token()))
                : Optional.empty();
    }

    private static String authority(String url) {
        return String.valueOf(URI.create(url).getAuthority());
    }

    private static String host(String url) {
        String host = String.valueOf(URI.create(url).getHost());
        return host.equals("api.github.com") ? "github.com" : host;
    }
}

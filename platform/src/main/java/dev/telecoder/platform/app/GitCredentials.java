package dev.telecoder.platform.app;

import dev.telecoder.api.Secret;
import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.GitTokens;
import dev.telecoder.platform.config.CodeHostLogin;
import dev.telecoder.platform.config.Config;
import dev.telecoder.platform.config.ConfigHolder;
import dev.telecoder.platform.repo.Credentials;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds the token for a git server in the sections of the code hosts, for the addresses these sections are about only; where
 * none is written down, the code host is asked for one.
 *
 * @param config the sections
 * @param codeHosts finds a code host by its id, which is the name of its section
 */
record GitCredentials(ConfigHolder config, Function<String, Optional<CodeHost>> codeHosts) implements Credentials {

    @Override
    public Optional<Credentials.Login> find(URI address) {
        return find(address, "github", "github.com", "x-access-token")
                .or(() -> find(address, "gitlab", "gitlab.com", "oauth2"));
    }

    private Optional<Credentials.Login> find(URI address, String section, String usual, String user) {
        return login(address, section, usual).flatMap(login -> Optional.ofNullable(login.token())
                .or(() -> made(section)).map(token -> new Credentials.Login(user, token)));
    }

    /** The token of an App, which its plugin has made anew each hour. */
    private Optional<Secret> made(String section) {
        return codeHosts.apply(section).flatMap(host -> host.ability(GitTokens.class)).flatMap(GitTokens::gitToken);
    }

    /** An App's token lacks rights where the App does, or is not installed there. */
    @Override
    public String setting(URI address) {
        boolean app = login(address, "github", "github.com").filter(login -> login.token() == null).isPresent()
                && config.current().has("github.app_id");
        return app ? "github.app_id" : Credentials.super.setting(address);
    }

    /** The section that is about an address. */
    private Optional<CodeHostLogin> login(URI address, String section, String usual) {
        Config now = config.current();
        if (!now.has(section) || address.getHost() == null) {
            return Optional.empty();
        }
        CodeHostLogin login = now.section(section, CodeHostLogin.class).value().orElse(null);
        if (login == null) {
            return Optional.empty();
        }
        String host = login.gitUrl() != null ? authority(login.gitUrl())
                : login.apiUrl() != null ? host(login.apiUrl()) : usual;
        String asked = login.gitUrl() != null ? authority(address.toString()) : address.getHost();
        return asked.equalsIgnoreCase(host) ? Optional.of(login) : Optional.empty();
    }

    /** The server and its port, also where that is the usual one. */
    private static String authority(String url) {
        URI given = URI.create(url);
        int usual = "http".equalsIgnoreCase(given.getScheme()) ? 80 : 443;
        return given.getHost() + ":" + (given.getPort() < 0 ? usual : given.getPort());
    }

    private static String host(String url) {
        String host = String.valueOf(URI.create(url).getHost());
        return host.equals("api.github.com") ? "github.com" : host;
    }
}

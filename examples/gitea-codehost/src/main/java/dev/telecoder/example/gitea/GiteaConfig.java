package dev.telecoder.example.gitea;

import dev.telecoder.api.Secret;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The section {@code gitea}. */
record GiteaConfig(@Nullable URI url, @Nullable Secret token, @Nullable Secret webhookSecret) {

    GiteaConfig {
        if (url == null || url.getHost() == null) {
            throw new IllegalArgumentException(
                    "url is missing. Expected the address of the server, such as https://git.example.org.");
        }
        if (token == null) {
            throw new IllegalArgumentException(
                    "token is missing. Make one on the server under Settings, Applications.");
        }
    }

    URI server() {
        return url == null ? URI.create("") : url;
    }

    String accessToken() {
        return token == null ? "" : token.reveal();
    }
}

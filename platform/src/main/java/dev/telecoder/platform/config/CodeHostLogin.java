package dev.telecoder.platform.config;

import dev.telecoder.api.Secret;
import dev.telecoder.api.Setting;
import org.jspecify.annotations.Nullable;

/**
 * What the sections {@code github} and {@code gitlab} say of the login for fetching and pushing. The plugin of the code host
 * reads more of them.
 *
 * @param token the token, or {@code null}
 * @param gitUrl where its repositories are cloned from, or {@code null}
 * @param apiUrl where its API is, or {@code null}
 */
@Setting("A code host. The token is used for fetching and pushing.")
public record CodeHostLogin(
        @Setting(
                value = "The token. It is sent to the host in git_url, else to that of api_url, else to the usual one, and"
                        + " nowhere else.",
                examples = "${GITHUB_TOKEN}") @Nullable Secret token,
        @Setting(value = "What stands before the names of its repositories.",
                examples = "https://github.com") @Nullable String gitUrl,
        @Setting(value = "Where its API is.", examples = "https://api.github.com") @Nullable String apiUrl) {}

package dev.telecoder.plugin.gitlab;

import dev.telecoder.api.Secret;
import dev.telecoder.api.Setting;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code gitlab}.
 *
 * @param token a personal access token; without one, only what everybody may see can be read
 * @param webhookSecret the secret token of the webhooks; without one none are taken
 * @param apiUrl where the REST API is
 * @param gitUrl where the repositories are
 */
@Setting("GitLab, or a server of one's own with it.")
record GitlabConfig(
        @Setting(value = "A personal access token. Without one, only what everybody may see can be read.",
                examples = "\"${GITLAB_TOKEN}\"") @Nullable Secret token,
        @Setting(value = "The secret token of the webhooks. Without one, none are taken.",
                examples = "\"${GITLAB_WEBHOOK_SECRET}\"") @Nullable Secret webhookSecret,
        @Setting(value = "Where the REST API is, if not at gitlab.com.",
                examples = "https://gitlab.example.org/api/v4") @Nullable URI apiUrl,
        @Setting(value = "Where the repositories are, if not at gitlab.com.",
                examples = "https://gitlab.example.org") @Nullable URI gitUrl) {

    private static final URI API = URI.create("https://gitlab.com/api/v4");
    private static final URI GIT = URI.create("https://gitlab.com");

    GitlabConfig {
        apiUrl = address("api_url", apiUrl, API);
        gitUrl = address("git_url", gitUrl, apiUrl.equals(API) ? GIT : web(apiUrl));
    }

    /** The REST address without a slash at its end. */
    String api() {
        return text(apiUrl);
    }

    /** Where the repositories are, without a slash at its end. */
    String git() {
        return text(gitUrl);
    }

    private static String text(@Nullable URI url) {
        return url == null ? "" : url.toString().replaceFirst("/+$", "");
    }

    private static URI address(String name, @Nullable URI given, URI otherwise) {
        if (given == null) {
            return otherwise;
        }
        if (given.getHost() == null || given.getScheme() == null || !given.getScheme().startsWith("http")) {
            throw new IllegalArgumentException(
                    name + " is no web address. Expected one such as " + otherwise + ".");
        }
        return given;
    }

    /** GitLab keeps its API below the address of its pages. */
    private static URI web(URI api) {
        return URI.create(api.toString().replaceFirst("/api(/v4)?/?$", ""));
    }
}

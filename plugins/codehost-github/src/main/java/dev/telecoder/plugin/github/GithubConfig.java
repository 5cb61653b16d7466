package dev.telecoder.plugin.github;

import dev.telecoder.api.Secret;
import dev.telecoder.api.Setting;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code github}.
 *
 * @param token a personal access token; without one, only what everybody may see can be read
 * @param appId the id of a GitHub App, instead of a token
 * @param privateKeyFile the App's private key
 * @param installationId the App's installation
 * @param webhookSecret what GitHub signs its webhooks with; without one none are taken
 * @param apiUrl where the REST API is
 * @param graphqlUrl where the GraphQL API is
 * @param gitUrl where the repositories are
 */
@Setting("GitHub, or a GitHub Enterprise server.")
record GithubConfig(
        @Setting(value = "A personal access token. Without one, only what everybody may see can be read.",
                examples = "\"${GITHUB_TOKEN}\"") @Nullable Secret token,
        @Setting(value = "The id of a GitHub App, which acts under its own name; instead of token.",
                examples = "\"123456\"") @Nullable String appId,
        @Setting(value = "The file with the App's private key.",
                examples = "/etc/telecoder/app.pem") @Nullable String privateKeyFile,
        @Setting(value = "The App's installation, the number at the end of its settings' address.",
                examples = "\"987654\"") @Nullable String installationId,
        @Setting(value = "What GitHub signs its webhooks with. Without one, none are taken.",
                examples = "\"${GITHUB_WEBHOOK_SECRET}\"") @Nullable Secret webhookSecret,
        @Setting(value = "Where the REST API is, if not at GitHub's own address.",
                examples = "https://github.example.org/api/v3") @Nullable URI apiUrl,
        @Setting(value = "Where the GraphQL API is, if not beside the REST API.",
                examples = "https://github.example.org/api/graphql") @Nullable URI graphqlUrl,
        @Setting(value = "Where the repositories are, if not at GitHub's own address.",
                examples = "https://github.example.org") @Nullable URI gitUrl) {

    private static final URI API = URI.create("https://api.github.com");
    private static final URI GIT = URI.create("https://github.com");

    GithubConfig {
        appId = appId == null ? "" : appId.strip();
        privateKeyFile = privateKeyFile == null ? "" : privateKeyFile.strip();
        installationId = installationId == null ? "" : installationId.strip();
        boolean app = !appId.isEmpty();
        if (app != !privateKeyFile.isEmpty() || app != !installationId.isEmpty()) {
            throw new IllegalArgumentException(
                    "app_id, private_key_file and installation_id belong together; set all three, or token alone.");
        }
        if (app && !installationId.matches("\\d+")) {
            throw new IllegalArgumentException("installation_id is no number. Expected one such as 987654.");
        }
        apiUrl = address("api_url", apiUrl, API);
        gitUrl = address("git_url", gitUrl, apiUrl.equals(API) ? GIT : web(apiUrl));
        graphqlUrl = address("graphql_url", graphqlUrl,
                URI.create(apiUrl.toString().replaceFirst("(/v3)?/?$", "") + "/graphql"));
    }

    /** Whether an App acts; its token stands before one of a person. */
    boolean isApp() {
        return !appId().isEmpty();
    }

    @Override
    public String appId() {
        return Objects.requireNonNullElse(appId, "");
    }

    @Override
    public String privateKeyFile() {
        return Objects.requireNonNullElse(privateKeyFile, "");
    }

    @Override
    public String installationId() {
        return Objects.requireNonNullElse(installationId, "");
    }

    /** The REST address without a slash at its end. */
    String api() {
        return text(apiUrl);
    }

    /** Where the repositories are, without a slash at its end. */
    String git() {
        return text(gitUrl);
    }

    /** The GraphQL address: an Enterprise server has it at {@code /api/graphql}, beside {@code /api/v3}. */
    String graphql() {
        return text(graphqlUrl);
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

    /** An Enterprise server keeps its API below the address of its pages. */
    private static URI web(URI api) {
        return URI.create(api.toString().replaceFirst("/api(/v3)?/?$", ""));
    }
}

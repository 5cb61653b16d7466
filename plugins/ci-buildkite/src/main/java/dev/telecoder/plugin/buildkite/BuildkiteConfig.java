package dev.telecoder.plugin.buildkite;

import dev.telecoder.api.Secret;
import dev.telecoder.api.Setting;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code buildkite}.
 *
 * @param token an API access token
 * @param org the organization's slug
 * @param webhookSecret the token of the webhooks; without one none are taken
 * @param apiUrl where the REST API is
 */
@Setting("Buildkite.")
record BuildkiteConfig(
        @Setting(value = "An API access token with the scopes read_builds and read_build_logs.",
                examples = "\"${BUILDKITE_TOKEN}\"") @Nullable Secret token,
        @Setting(value = "The organization, as addresses name it.", examples = "my-org") @Nullable String org,
        @Setting(value = "The token of the webhooks. Without one, none are taken.",
                examples = "\"${BUILDKITE_WEBHOOK_TOKEN}\"") @Nullable Secret webhookSecret,
        @Setting(value = "Where the REST API is, if not at Buildkite's own address.",
                examples = "https://api.buildkite.com/v2") @Nullable URI apiUrl) {

    private static final URI API = URI.create("https://api.buildkite.com/v2");

    BuildkiteConfig {
        org = org == null ? "" : org.strip();
        if (!org.matches("[\\w-]*")) {
            throw new IllegalArgumentException(
                    "org is no slug. Expected the name in the organization's address, such as my-org.");
        }
        apiUrl = apiUrl == null ? API : apiUrl;
        if (apiUrl.getHost() == null || apiUrl.getScheme() == null || !apiUrl.getScheme().startsWith("http")) {
            throw new IllegalArgumentException("api_url is no web address. Expected one such as " + API + ".");
        }
    }

    /** The REST address without a slash at its end. */
    String api() {
        return apiUrl == null ? "" : apiUrl.toString().replaceFirst("/+$", "");
    }
}

package dev.telecoder.plugin.buildkite;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.rest.RestClient;
import dev.telecoder.support.rest.RestFailures;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks Buildkite's REST API. What was answered before is sent again only if it changed. Any number of threads may use it. */
final class BuildkiteApi {

    private final BuildkiteConfig config;
    private final RestClient client;

    BuildkiteApi(PluginContext context) {
        this.config = context.config(BuildkiteConfig.class);
        this.client = new RestClient(context, new RestFailures.Service("Buildkite", "buildkite.token",
                "scopes read_builds and read_build_logs, to run jobs again write_builds"),
                request -> config.token() == null ? request
                        : request.withHeader("authorization", "Bearer " + config.token().reveal()));
    }

    JsonValue get(String repo, String path) {
        return client.get(repo, url(path));
    }

    /** Reads page after page, until there are enough. */
    List<JsonValue> pages(String repo, String path, Function<JsonValue, List<JsonValue>> items, int limit) {
        return client.pages(repo, url(path), items, limit);
    }

    /** Looks whether something changed since it had that tag. */
    Optional<RestClient.Seen> changed(String repo, String path, String tag) {
        return client.changed(repo, url(path), tag);
    }

    /** A log; where Buildkite answers with a redirect to its storage, that must not see the token. */
    String log(String repo, String path) {
        return client.text(repo, url(path), "text/plain").orElse("");
    }

    JsonValue send(String repo, String method, String path, @Nullable JsonValue body) {
        return client.send(repo, method, url(path), body);
    }

    private URI url(String path) {
        if (config.org() == null || config.org().isEmpty()) {
            throw PluginException.of(Failure.CONFIGURATION,
                    "config.yaml does not say whose builds to read. Set buildkite.org to the name in the organization's address.");
        }
        return URI.create(config.api() + "/organizations/" + config.org() + path);
    }
}

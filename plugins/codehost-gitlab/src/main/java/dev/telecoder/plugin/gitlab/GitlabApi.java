package dev.telecoder.plugin.gitlab;

import dev.telecoder.api.PluginContext;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.rest.RestClient;
import dev.telecoder.support.rest.RestFailures;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks GitLab's REST API. What was answered before is sent again only if it changed. Any number of threads may use it. */
final class GitlabApi {

    private final GitlabConfig config;
    private final RestClient client;

    GitlabApi(PluginContext context) {
        this.config = context.config(GitlabConfig.class);
        this.client = new RestClient(context, new RestFailures.Service("GitLab", "gitlab.token", "scope \"api\""),
                request -> config.token() == null ? request
                        : request.withHeader("private-token", config.token().reveal()));
    }

    GitlabConfig config() {
        return config;
    }

    /** Reads page after page, until there are enough. */
    List<JsonValue> pages(String repo, String path, Function<JsonValue, List<JsonValue>> items, int limit) {
        return client.pages(repo, url(repo, path), items, limit);
    }

    /** Reads all of a list. */
    List<JsonValue> all(String repo, String path) {
        return pages(repo, path, JsonValue::items, Integer.MAX_VALUE);
    }

    JsonValue get(String repo, String path) {
        return client.get(repo, url(repo, path));
    }

    /** Like {@link #get}, but empty where GitLab says that there is no such thing. */
    Optional<JsonValue> find(String repo, String path) {
        return client.find(repo, url(repo, path));
    }

    /** Looks whether something changed since it had that tag. */
    Optional<RestClient.Seen> changed(String repo, String path, String tag) {
        return client.changed(repo, url(repo, path), tag);
    }

    /** Finds accounts by their name. */
    List<JsonValue> users(String name) {
        return client.get(name, URI.create(config.api() + "/users?username="
                + URLEncoder.encode(name, StandardCharsets.UTF_8))).items();
    }

    /** The account whose token we have; empty without one. */
    Optional<String> account() {
        return config.token() == null ? Optional.empty()
                : Optional.of(client.get("the account", URI.create(config.api() + "/user")).get("username").text());
    }

    /** A log; where GitLab answers with a redirect to its storage, that must not see the token. */
    String log(String repo, String path) {
        return client.text(repo, url(repo, path), null).orElse("");
    }

    JsonValue send(String repo, String method, String path, @Nullable JsonValue body) {
        return client.send(repo, method, url(repo, path), body);
    }

    JsonValue post(String repo, String path, JsonValue body) {
        return send(repo, "POST", path, body);
    }

    private URI url(String repo, String path) {
        return URI.create(config.api() + "/projects/" + URLEncoder.encode(repo, StandardCharsets.UTF_8) + path);
    }
}

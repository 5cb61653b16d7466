package dev.telecoder.plugin.github;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.HttpRequest;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.rest.RestClient;
import dev.telecoder.support.rest.RestFailures;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks GitHub's REST and GraphQL APIs. What was answered before is asked for again only if it changed, which costs nothing of
 * the hourly limit (docs.github.com, "Best practices for using the REST API"). Any number of threads may use it.
 */
final class GithubApi {

    private static final RestFailures.Service SERVICE =
            new RestFailures.Service("GitHub", "github.token", "scope \"repo\"");

    private final GithubConfig config;
    private final GithubLogin login;
    private final RestClient client;

    GithubApi(PluginContext context) {
        this.config = context.config(GithubConfig.class);
        this.login = GithubLogin.of(config, context, new RestFailures(SERVICE, context.clock()));
        this.client = new RestClient(context, SERVICE, request -> login.authorize(described(request)));
    }

    GithubConfig config() {
        return config;
    }

    GithubLogin login() {
        return login;
    }

    JsonValue get(String repo, String path) {
        return client.get(repo, url(repo, path));
    }

    /** Reads page after page, until there are enough. */
    List<JsonValue> pages(String repo, String path, Function<JsonValue, List<JsonValue>> items, int limit) {
        return client.pages(repo, url(repo, path), items, limit);
    }

    /** Reads all of a list. */
    List<JsonValue> all(String repo, String path) {
        return pages(repo, path, JsonValue::items, Integer.MAX_VALUE);
    }

    /** Like {@link #get}, but empty where GitHub says that there is no such thing. */
    Optional<JsonValue> find(String repo, String path) {
        return client.find(repo, url(repo, path));
    }

    /** Reads something in another form than JSON; empty where it is too large for GitHub to show in it. */
    Optional<String> text(String repo, String path, String mediaType) {
        return client.text(repo, url(repo, path), mediaType);
    }

    /** A log; GitHub answers with a redirect to its storage, which must not see the token. */
    String log(String repo, String path) {
        return client.text(repo, url(repo, path), null).orElse("");
    }

    /** A file; GitHub answers with a redirect to its storage, which must not see the token. */
    byte[] bytes(String repo, String path, int maxBytes) {
        return client.bytes(repo, url(repo, path), maxBytes);
    }

    JsonValue send(String repo, String method, String path, @Nullable JsonValue body) {
        return client.send(repo, method, url(repo, path), body);
    }

    JsonValue post(String repo, String path, JsonValue body) {
        return send(repo, "POST", path, body);
    }

    /** Looks whether something changed since it had that tag. */
    Optional<RestClient.Seen> changed(String repo, String path, String tag) {
        return client.changed(repo, url(repo, path), tag);
    }

    /** The account whose credentials we have; empty without any. */
    Optional<String> account() {
        return login.account(() -> client.get("the account", URI.create(config.api() + "/user")).get("login").text());
    }

    /** Whether GraphQL can be asked: GitHub answers nobody there whom it does not know. */
    boolean hasGraphql() {
        return login.known();
    }

    /** Asks by GraphQL, which answers 200 to questions it refuses too. */
    JsonValue graphql(String repo, String query, JsonValue variables) {
        JsonValue found = client.send(repo, "POST", URI.create(config.graphql()),
                JsonValue.object().put("query", query).put("variables", variables).build());
        if (!found.get("errors").items().isEmpty()) {
            String type = found.get("errors").at(0).get("type").text();
            throw switch (type) {
                case "RATE_LIMITED" -> PluginException.rateLimited(Duration.ofMinutes(1),
                        "GitHub's GraphQL limit is used up; it was asked about " + repo + ".");
                case "FORBIDDEN", "INSUFFICIENT_SCOPES" -> PluginException.of(Failure.AUTHENTICATION,
                        "github.token may not do this in " + repo
                                + " by GraphQL; give it the right for it (scope \"repo\").");
                case "NOT_FOUND" -> client.failures().missing(repo);
                default -> PluginException.of(Failure.REJECTED, "GitHub refused a GraphQL question about " + repo
                        + (type.matches("[A-Z_]{1,40}") ? " (" + type + ")." : "."));
            };
        }
        return found.get("data");
    }

    /** What is thrown where there is no such thing. */
    PluginException missing(String repo) {
        return client.failures().missing(repo);
    }

    /** A question about a repository: its owner and name are variables of it. */
    static JsonValue.ObjectBuilder about(String repo) {
        int slash = repo.indexOf('/');
        return JsonValue.object().put("owner", repo.substring(0, slash)).put("name", repo.substring(slash + 1));
    }

    private URI url(String repo, String path) {
        return URI.create(config.api() + "/repos/" + repo + path);
    }

    static HttpRequest described(HttpRequest request) {
        return request.withHeader("accept", "application/vnd.github+json")
                .withHeader("x-github-api-version", "2022-11-28");
    }
}

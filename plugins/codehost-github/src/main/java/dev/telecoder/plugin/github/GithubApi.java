package dev.telecoder.plugin.github;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.Http;
import dev.telecoder.api.http.HttpRequest;
import dev.telecoder.api.http.HttpResponse;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks GitHub's REST API. What was answered before is asked for again only if it changed, which costs nothing of the hourly
 * limit (docs.github.com, "Best practices for using the REST API"). Any number of threads may use it.
 */
final class GithubApi {

    private static final int REMEMBERED = 500;
    private static final int MOST_PAGES = 100;
    private static final int LOG_BYTES = 64 * 1024 * 1024;
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>;\\s*rel=\"next\"");

    private final GithubConfig config;
    private final Http http;
    private final Json json;
    private final Clock clock;
    private final Map<URI, Known> known = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<URI, Known> eldest) {
            return size() > REMEMBERED;
        }
    });

    GithubApi(PluginContext context) {
        this.config = context.config(GithubConfig.class);
        this.http = context.http();
        this.json = context.json();
        this.clock = context.clock();
    }

    GithubConfig config() {
        return config;
    }

    JsonValue get(String repo, String path) {
        return json.parse(read(repo, url(repo, path)).body());
    }

    /** Reads page after page, until there are enough. */
    List<JsonValue> pages(String repo, String path, Function<JsonValue, List<JsonValue>> items, int limit) {
        List<JsonValue> all = new ArrayList<>();
        Optional<URI> next = Optional.of(url(repo, path));
        for (int page = 0; page < MOST_PAGES && next.isPresent() && all.size() < limit; page++) {
            Known found = read(repo, next.get());
            all.addAll(items.apply(json.parse(found.body())));
            next = found.next();
        }
        return all.size() > limit ? all.subList(0, limit) : all;
    }

    /** Like {@link #get}, but empty where GitHub says that there is no such thing. */
    Optional<JsonValue> find(String repo, String path) {
        return look(repo, url(repo, path)).map(found -> json.parse(found.body()));
    }

    /** Reads something in another form than JSON; empty where it is too large for GitHub to show in it. */
    Optional<String> text(String repo, String path, String mediaType) {
        HttpResponse answer = http.send(authorized(HttpRequest.get(url(repo, path))).withHeader("accept", mediaType)
                .withMaxResponseBytes(LOG_BYTES));
        if (answer.status() == 406) {
            return Optional.empty();
        }
        check(repo, answer);
        return Optional.of(answer.text());
    }

    /** Whether GraphQL can be asked: GitHub answers nobody there whom it does not know. */
    boolean hasGraphql() {
        return config.token() != null;
    }

    /** Asks by GraphQL, which answers 200 to questions it refuses too. */
    JsonValue graphql(String repo, String query, JsonValue variables) {
        HttpResponse answer = http.send(authorized(HttpRequest.post(URI.create(config.graphql()))).withJson(
                JsonValue.object().put("query", query).put("variables", variables).build()));
        check(repo, answer);
        JsonValue found = json.parse(answer.text());
        if (!found.get("errors").items().isEmpty()) {
            String type = found.get("errors").at(0).get("type").text();
            switch (type) {
                case "RATE_LIMITED" -> throw PluginException.rateLimited(delay(answer).orElse(Duration.ofMinutes(1)),
                        "GitHub's GraphQL limit is used up; it was asked about " + repo + ".");
                case "FORBIDDEN", "INSUFFICIENT_SCOPES" -> throw PluginException.of(Failure.AUTHENTICATION,
                        "github.token may not read " + repo
                                + " by GraphQL; give it the right for it (scope \"repo\").");
                case "NOT_FOUND" -> throw missing("GitHub knows no such thing in " + repo + ". ");
                default -> throw PluginException.of(Failure.REJECTED, "GitHub refused a GraphQL question about " + repo
                        + (type.matches("[A-Z_]{1,40}") ? " (" + type + ")." : "."));
            }
        }
        return found.get("data");
    }

    /** A log; GitHub answers with a redirect to its storage, which must not see the token. */
    String log(String repo, String path) {
        HttpResponse answer =
                http.send(authorized(HttpRequest.get(url(repo, path))).withMaxResponseBytes(LOG_BYTES));
        check(repo, answer);
        return answer.text();
    }

    JsonValue post(String repo, String path, JsonValue body) {
        HttpResponse answer = http.send(authorized(HttpRequest.post(url(repo, path))).withJson(body));
        check(repo, answer);
        return json.parse(answer.text());
    }

    private Known read(String repo, URI url) {
        return look(repo, url).orElseThrow(() -> missing("GitHub answered 404 for " + repo + ". "));
    }

    /** Reads what is remembered, if it did not change; empty if there is no such thing. */
    private Optional<Known> look(String repo, URI url) {
        Known before = known.get(url);
        HttpRequest request = authorized(HttpRequest.get(url));
        HttpResponse answer = http.send(before == null ? request : request.withHeader("if-none-match", before.tag()));
        if (answer.status() == 304 && before != null) {
            return Optional.of(before);
        }
        if (answer.status() == 404) {
            known.remove(url);
            return Optional.empty();
        }
        check(repo, answer);
        var found = new Known(answer.header("etag").orElse(""), answer.text(), next(answer, url));
        if (found.tag().isEmpty()) {
            known.remove(url);
        } else {
            known.put(url, found);
        }
        return Optional.of(found);
    }

    private static PluginException missing(String said) {
        return PluginException.of(Failure.REJECTED, said + "There is no such thing, or github.token may not see it.");
    }

    /** The address of the next page, if it is at the same server: a token goes nowhere else. */
    private static Optional<URI> next(HttpResponse answer, URI asked) {
        Matcher link = NEXT.matcher(answer.header("link").orElse(""));
        if (!link.find()) {
            return Optional.empty();
        }
        URI next = asked.resolve(link.group(1));
        return String.valueOf(next.getAuthority()).equals(asked.getAuthority()) ? Optional.of(next) : Optional.empty();
    }

    private URI url(String repo, String path) {
        return URI.create(config.api() + "/repos/" + repo + path);
    }

    private HttpRequest authorized(HttpRequest request) {
        HttpRequest described = request.withHeader("accept", "application/vnd.github+json")
                .withHeader("x-github-api-version", "2022-11-28");
        return config.token() == null ? described
                : described.withHeader("authorization", "Bearer " + config.token().reveal());
    }

    /** GitHub's own words are left out: they may quote what was sent. */
    private void check(String repo, HttpResponse answer) {
        if (answer.succeeded()) {
            return;
        }
        int status = answer.status();
        String said = "GitHub answered " + status + " for " + repo + ". ";
        Optional<Duration> delay = delay(answer);
        if (status == 429 || status == 403 && delay.isPresent()) {
            throw PluginException.rateLimited(delay.orElse(Duration.ofMinutes(1)), said + "Its limit is used up.");
        }
        switch (status) {
            case 401 -> throw PluginException.of(Failure.AUTHENTICATION,
                    said + "It does not know the token; check github.token.");
            case 403 -> throw PluginException.of(Failure.AUTHENTICATION,
                    said + "The token may not do this; give github.token the right for it (scope \"repo\").");
            case 404 -> throw missing(said);
            default -> throw PluginException.of(status >= 500 ? Failure.UNAVAILABLE : Failure.REJECTED, said);
        }
    }

    /** The primary limit says when it is renewed, the secondary one how long to wait. */
    private Optional<Duration> delay(HttpResponse answer) {
        Optional<Duration> asked = answer.header("retry-after").filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
        if (asked.isPresent() || !answer.header("x-ratelimit-remaining").equals(Optional.of("0"))) {
            return asked;
        }
        return answer.header("x-ratelimit-reset").filter(text -> text.matches("\\d{1,12}"))
                .map(text -> Duration.between(clock.instant(), Instant.ofEpochSecond(Long.parseLong(text))))
                .map(wait -> wait.isNegative() ? Duration.ofSeconds(1) : wait)
                .or(() -> Optional.of(Duration.ofMinutes(1)));
    }

    private record Known(String tag, String body, Optional<URI> next) {}
}

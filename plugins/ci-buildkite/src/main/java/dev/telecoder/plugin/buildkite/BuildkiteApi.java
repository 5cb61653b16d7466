package dev.telecoder.plugin.buildkite;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.Http;
import dev.telecoder.api.http.HttpRequest;
import dev.telecoder.api.http.HttpResponse;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import java.net.URI;
import java.time.Duration;
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
 * Asks Buildkite's REST API. What was answered before is sent again only if it changed. Any number of threads may use it.
 */
final class BuildkiteApi {

    private static final int REMEMBERED = 500;
    private static final int MOST_PAGES = 100;
    private static final int LOG_BYTES = 64 * 1024 * 1024;
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>;\\s*rel=\"next\"");

    private final BuildkiteConfig config;
    private final Http http;
    private final Json json;
    private final Map<URI, Known> known = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<URI, Known> eldest) {
            return size() > REMEMBERED;
        }
    });

    BuildkiteApi(PluginContext context) {
        this.config = context.config(BuildkiteConfig.class);
        this.http = context.http();
        this.json = context.json();
    }

    BuildkiteConfig config() {
        return config;
    }

    JsonValue get(String repo, String path) {
        return json.parse(read(repo, url(path)).body());
    }

    /** Reads page after page, until there are enough. */
    List<JsonValue> pages(String repo, String path, Function<JsonValue, List<JsonValue>> items, int limit) {
        List<JsonValue> all = new ArrayList<>();
        Optional<URI> next = Optional.of(url(path));
        for (int page = 0; page < MOST_PAGES && next.isPresent() && all.size() < limit; page++) {
            Known found = read(repo, next.get());
            all.addAll(items.apply(json.parse(found.body())));
            next = found.next();
        }
        return all.size() > limit ? all.subList(0, limit) : all;
    }

    /** A log; where Buildkite answers with a redirect to its storage, that must not see the token. */
    String log(String repo, String path) {
        HttpResponse answer =
                http.send(authorized(HttpRequest.get(url(path))).withHeader("accept", "text/plain")
                        .withMaxResponseBytes(LOG_BYTES));
        check(repo, answer);
        return answer.text();
    }

    private Known read(String repo, URI url) {
        return look(repo, url).orElseThrow(() -> missing("Buildkite answered 404 for " + repo + ". "));
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
        return PluginException.of(Failure.REJECTED,
                said + "There is no such thing, or buildkite.token may not see it.");
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

    private URI url(String path) {
        if (config.org() == null || config.org().isEmpty()) {
            throw PluginException.of(Failure.CONFIGURATION,
                    "config.yaml does not say whose builds to read. Set buildkite.org to the name in the organization's address.");
        }
        return URI.create(config.api() + "/organizations/" + config.org() + path);
    }

    private HttpRequest authorized(HttpRequest request) {
        return config.token() == null ? request
                : request.withHeader("authorization", "Bearer " + config.token().reveal());
    }

    /** Buildkite's own words are left out: they may quote what was sent. */
    private void check(String repo, HttpResponse answer) {
        if (answer.succeeded()) {
            return;
        }
        int status = answer.status();
        String said = "Buildkite answered " + status + " for " + repo + ". ";
        Optional<Duration> delay = delay(answer);
        if (status == 429) {
            throw PluginException.rateLimited(delay.orElse(Duration.ofMinutes(1)), said + "Its limit is used up.");
        }
        switch (status) {
            case 401 -> throw PluginException.of(Failure.AUTHENTICATION,
                    said + "It does not know the token; check buildkite.token.");
            case 403 -> throw PluginException.of(Failure.AUTHENTICATION,
                    said + "The token may not do this; give buildkite.token the scopes read_builds and read_build_logs.");
            case 404 -> throw missing(said);
            default -> throw PluginException.of(status >= 500 ? Failure.UNAVAILABLE : Failure.REJECTED, said);
        }
    }

    /** How many seconds Buildkite asks us to wait. */
    private Optional<Duration> delay(HttpResponse answer) {
        return answer.header("retry-after").or(() -> answer.header("ratelimit-reset"))
                .filter(text -> text.matches("\\d{1,6}")).map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    private record Known(String tag, String body, Optional<URI> next) {}
}

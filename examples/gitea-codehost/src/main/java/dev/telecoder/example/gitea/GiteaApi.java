package dev.telecoder.example.gitea;

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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Asks the server. What it said before is asked for again only if it changed. Any number of threads may use it. */
final class GiteaApi {

    static final int PAGE = 50;
    private static final int REMEMBERED = 100;

    private final GiteaConfig config;
    private final Http http;
    private final Json json;
    private final Map<URI, Known> known = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<URI, Known> eldest) {
            return size() > REMEMBERED;
        }
    });

    GiteaApi(PluginContext context) {
        this.config = context.config(GiteaConfig.class);
        this.http = context.http();
        this.json = context.json();
    }

    GiteaConfig config() {
        return config;
    }

    JsonValue get(String repo, String path) {
        return json.parse(text(repo, path));
    }

    String text(String repo, String path) {
        URI url = url(repo, path);
        Known before = known.get(url);
        HttpRequest request = authorized(HttpRequest.get(url));
        HttpResponse answer = http.send(before == null ? request : request.withHeader("if-none-match", before.tag()));
        if (answer.status() == 304 && before != null) {
            return before.body();
        }
        check(repo, answer);
        answer.header("etag").ifPresent(tag -> known.put(url, new Known(tag, answer.text())));
        return answer.text();
    }

    JsonValue post(String repo, String path, JsonValue body) {
        HttpResponse answer = http.send(authorized(HttpRequest.post(url(repo, path))).withJson(body));
        check(repo, answer);
        return json.parse(answer.text());
    }

    private URI url(String repo, String path) {
        return URI.create(config.server().toString().replaceFirst("/$", "") + "/api/v1/repos/" + repo + path);
    }

    private HttpRequest authorized(HttpRequest request) {
        return request.withHeader("authorization", "token " + config.accessToken());
    }

    /** The server's own words are left out: they may quote what we sent. */
    private void check(String repo, HttpResponse answer) {
        String said = config.server().getHost() + " answered " + answer.status() + " for " + repo + ". ";
        switch (answer.status()) {
            case 401, 403 ->
                    throw PluginException.of(Failure.AUTHENTICATION, said + "Check gitea.token and what it may do.");
            case 404 ->
                    throw PluginException.of(Failure.REJECTED, said + "There is none, or gitea.token may not see it.");
            case 429 -> throw PluginException.rateLimited(
                    answer.header("retry-after").filter(text -> text.matches("\\d{1,6}"))
                            .map(text -> Duration.ofSeconds(Long.parseLong(text))).orElse(Duration.ofMinutes(1)),
                    said + "Too fast.");
            default -> {
                if (!answer.succeeded()) {
                    throw PluginException.of(answer.status() >= 500 ? Failure.UNAVAILABLE : Failure.REJECTED, said);
                }
            }
        }
    }

    private record Known(String tag, String body) {}
}

package dev.telecoder.plugin.jira;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.Http;
import dev.telecoder.api.http.HttpRequest;
import dev.telecoder.api.http.HttpResponse;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.channel.Multipart;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls Jira's REST API and tells its failures apart. Safe for many threads. */
final class JiraApi {

    private final Http http;
    private final Json json;
    private final JiraConfig config;

    JiraApi(Http http, Json json, JiraConfig config) {
        this.http = http;
        this.json = json;
        this.config = config;
    }

    JsonValue get(String path) {
        return call("GET", path, null);
    }

    JsonValue call(String method, String path, @Nullable JsonValue body) {
        HttpRequest request = signed(HttpRequest.of(method, URI.create(config.rest() + path)));
        return result(path, http.send(body == null ? request : request.withJson(body)));
    }

    JsonValue upload(String path, Multipart form) {
        return result(path, http.send(signed(HttpRequest.post(URI.create(config.rest() + path)))
                .withHeader("x-atlassian-token", "no-check").withBody(form.bytes(), form.mediaType())
                .withTimeout(Duration.ofMinutes(2))));
    }

    /** A part of a path: ids come from outside. */
    static String part(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest signed(HttpRequest request) {
        return request.withHeader("authorization", config.authorization()).withHeader("accept", "application/json");
    }

    private JsonValue result(String path, HttpResponse answer) {
        JsonValue body;
        try {
            body = answer.text().isBlank() ? JsonValue.NULL : json.parse(answer.text());
        } catch (PluginException e) {
            body = JsonValue.NULL;
        }
        if (answer.succeeded()) {
            return body;
        }
        List<String> said = new ArrayList<>();
        body.get("errorMessages").items().forEach(one -> said.add(one.text()));
        body.get("errors").members().forEach((field, one) -> said.add(field + ": " + one.text()));
        String told = "Jira refused " + path + " (" + answer.status() + ")"
                + (said.isEmpty() ? "." : ": " + String.join("; ", said));
        switch (answer.status()) {
            case 401, 403 -> throw PluginException.of(Failure.AUTHENTICATION,
                    told + " Check channels.jira.user_email and channels.jira.api_token, and what that account may do.");
            case 429 -> {
                String after = answer.header("Retry-After").orElse("30");
                throw PluginException.rateLimited(
                        Duration.ofSeconds(after.matches("\\d{1,6}") ? Math.max(1, Long.parseLong(after)) : 30),
                        "Jira asks to slow down (429).");
            }
            default -> throw PluginException.of(answer.status() >= 500 ? Failure.UNAVAILABLE : Failure.REJECTED, told);
        }
    }
}

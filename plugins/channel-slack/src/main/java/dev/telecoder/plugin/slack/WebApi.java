package dev.telecoder.plugin.slack;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.Http;
import dev.telecoder.api.http.HttpRequest;
import dev.telecoder.api.http.HttpResponse;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/** Calls Slack's Web API and tells its failures apart. Safe for many threads. */
final class WebApi {

    private static final long LARGEST_FILE = 20L << 20;
    private static final Set<String> CREDENTIALS = Set.of("invalid_auth", "not_authed", "account_inactive",
            "token_revoked", "token_expired", "not_allowed_token_type", "missing_scope", "no_permission",
            "org_login_required", "ekm_access_denied");
    private static final Set<String> PASSING = Set.of("internal_error", "fatal_error", "service_unavailable",
            "request_timeout", "team_added_to_org", "accesslimited");

    private final Http http;
    private final Json json;
    private final SlackConfig config;

    WebApi(Http http, Json json, SlackConfig config) {
        this.http = http;
        this.json = json;
        this.config = config;
    }

    JsonValue call(String method, JsonValue body) {
        return result(method, http.send(request(method, config.bot()).withBody(
                body.toString().getBytes(StandardCharsets.UTF_8), "application/json; charset=utf-8")));
    }

    /** For the methods that only read, which take no JSON. */
    JsonValue form(String method, JsonValue fields) {
        String form = fields.members().entrySet().stream().map(field -> field.getKey() + "="
                + URLEncoder.encode(field.getValue().text(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
        return result(method, http.send(request(method, config.bot())
                .withBody(form.getBytes(StandardCharsets.UTF_8), "application/x-www-form-urlencoded")));
    }

    /** Where a socket can be opened. */
    String socketAddress() {
        String token = config.appToken() == null ? "" : config.appToken().reveal();
        return result("apps.connections.open", http.send(request("apps.connections.open", token)
                .withBody(new byte[0], "application/x-www-form-urlencoded"))).get("url").text();
    }

    byte[] download(String address) {
        URI url = URI.create(address);
        String host = String.valueOf(url.getHost());
        boolean slacks = host.equals("slack.com") || host.endsWith(".slack.com") || host.endsWith(".slack-files.com")
                || String.valueOf(url.getAuthority()).equals(URI.create(config.url()).getAuthority());
        if (!slacks) {
            throw PluginException.of(Failure.REJECTED, "the file is at " + host
                    + ", which is not Slack and does not get the token.");
        }
        HttpResponse answer = http.send(HttpRequest.get(url).withHeader("authorization", "Bearer " + config.bot())
                .withMaxResponseBytes(LARGEST_FILE).withTimeout(Duration.ofMinutes(2)));
        if (!answer.succeeded()) {
            throw PluginException.of(Failure.REJECTED, "Slack did not give it (" + answer.status()
                    + "); the app needs the scope files:read.");
        }
        return answer.body();
    }

    void upload(String address, byte[] bytes) {
        HttpResponse answer = http.send(HttpRequest.post(URI.create(address))
                .withBody(bytes, "application/octet-stream").withTimeout(Duration.ofMinutes(2)));
        if (!answer.succeeded()) {
            throw PluginException.of(answer.status() >= 500 ? Failure.UNAVAILABLE : Failure.REJECTED,
                    "Slack did not take the file (" + answer.status() + ").");
        }
    }

    private HttpRequest request(String method, String token) {
        return HttpRequest.post(URI.create(config.url() + "/" + method)).withHeader("authorization", "Bearer " + token);
    }

    private JsonValue result(String method, HttpResponse answer) {
        if (answer.status() == 429) {
            throw tooFast(answer);
        }
        JsonValue body;
        try {
            body = json.parse(answer.text());
        } catch (PluginException e) {
            throw PluginException.of(answer.status() == 401 ? Failure.AUTHENTICATION : Failure.UNAVAILABLE,
                    "Slack answered " + method + " with status " + answer.status()
                            + " and no JSON. Check channels.slack.api_url.");
        }
        if (body.get("ok").asBoolean(false)) {
            return body;
        }
        String error = body.get("error").text();
        if (error.equals("ratelimited") || error.equals("rate_limited")) {
            throw tooFast(answer);
        } else if (CREDENTIALS.contains(error)) {
            String needed = body.get("needed").text();
            String setting = method.equals("apps.connections.open") ? "app_token" : "bot_token";
            throw PluginException.of(Failure.AUTHENTICATION,
                    "Slack refused " + method + " (" + error + "). Check channels"
                            + ".slack." + setting + " in config.yaml"
                            + (needed.isEmpty() ? "." : " and give the app the scope " + needed + "."));
        }
        throw PluginException.of(PASSING.contains(error) || answer.status() >= 500 ? Failure.UNAVAILABLE
                : Failure.REJECTED,
                "Slack refused " + method + ": " + (error.isEmpty() ? answer.status() : error)
                        + (error.equals("not_in_channel") ? ". Invite the app into the channel." : "."));
    }

    private static PluginException tooFast(HttpResponse answer) {
        String after = answer.header("Retry-After").orElse("1");
        return PluginException.rateLimited(Duration.ofSeconds(after.matches("\\d{1,6}") ? Long.parseLong(after) : 1),
                "Slack asks to slow down (429).");
    }
}

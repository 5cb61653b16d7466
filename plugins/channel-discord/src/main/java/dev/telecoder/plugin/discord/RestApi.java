package dev.telecoder.plugin.discord;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.Http;
import dev.telecoder.api.http.HttpRequest;
import dev.telecoder.api.http.HttpResponse;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.channel.Multipart;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Calls Discord's REST API and tells its failures apart. Safe for many threads. */
final class RestApi {

    private static final long LARGEST_FILE = 25L << 20;

    private final Http http;
    private final Json json;
    private final DiscordConfig config;

    RestApi(Http http, Json json, DiscordConfig config) {
        this.http = http;
        this.json = json;
        this.config = config;
    }

    JsonValue call(String method, String path, @Nullable JsonValue body) {
        HttpRequest request = request(method, path);
        return result(method, path, http.send(body == null
                ? method.equals("GET") ? request : request.withBody(new byte[0], "application/json")
                : request.withJson(body)));
    }

    JsonValue upload(String path, Multipart form) {
        return result("POST", path, http.send(request("POST", path).withBody(form.bytes(), form.mediaType())
                .withTimeout(Duration.ofMinutes(2))));
    }

    /** A file that came with a message; it lies at an address of its own, which does not get the token. */
    byte[] download(String address) {
        HttpResponse answer = http.send(HttpRequest.get(URI.create(address)).withMaxResponseBytes(LARGEST_FILE)
                .withTimeout(Duration.ofMinutes(2)));
        if (!answer.succeeded()) {
            throw PluginException.of(Failure.REJECTED, "Discord did not give it (" + answer.status() + ").");
        }
        return answer.body();
    }

    private HttpRequest request(String method, String path) {
        return HttpRequest.of(method, URI.create(config.url() + path))
                .withHeader("authorization", "Bot " + config.token())
                .withHeader("user-agent", "DiscordBot (https://telecoder.dev, 1.0)");
    }

    private JsonValue result(String method, String path, HttpResponse answer) {
        String what = method + " " + path.replaceAll("(/interactions/\\d+)/[^/]+", "$1/…").replaceAll("\\?.*", "");
        JsonValue body;
        try {
            body = answer.status() == 204 || answer.text().isBlank() ? JsonValue.NULL : json.parse(answer.text());
        } catch (PluginException e) {
            body = JsonValue.NULL;
        }
        if (answer.succeeded()) {
            return body;
        }
        String said = answer.status() + (body.get("message").isNull() ? "" : ": " + body.get("message").text());
        switch (answer.status()) {
            case 401 -> throw PluginException.of(Failure.AUTHENTICATION,
                    "Discord refused the bot token (401). Check channels.discord.bot_token in config.yaml.");
            case 429 -> throw PluginException.rateLimited(Duration.ofMillis((long) Math.ceil(1000
                    * Math.max(0.05, body.get("retry_after").asDouble(seconds(answer))))),
                    "Discord asks to slow down (429).");
            default -> throw PluginException.of(answer.status() >= 500 ? Failure.UNAVAILABLE : Failure.REJECTED,
                    "Discord refused " + what + " (" + said + ")." + (answer.status() == 403
                            ? " The bot lacks a permission in that channel." : ""));
        }
    }

    private static double seconds(HttpResponse answer) {
        String after = answer.header("Retry-After").orElse("1");
        return after.matches("\\d{1,6}(\\.\\d+)?") ? Double.parseDouble(after) : 1;
    }
}

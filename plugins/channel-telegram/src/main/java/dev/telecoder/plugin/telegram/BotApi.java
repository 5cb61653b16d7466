package dev.telecoder.plugin.telegram;

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

/** Calls the Bot API and tells its failures apart. Safe for many threads. */
final class BotApi {

    private static final long LARGEST_FILE = 20L << 20;

    private final Http http;
    private final Json json;
    private final String base;
    private final String files;

    BotApi(Http http, Json json, TelegramConfig config) {
        this.http = http;
        this.json = json;
        this.base = config.url() + "/bot" + config.token() + "/";
        this.files = config.url() + "/file/bot" + config.token() + "/";
    }

    /** What a method answers with. */
    JsonValue call(String method, JsonValue parameters) {
        return call(method, parameters, Duration.ofSeconds(30));
    }

    JsonValue call(String method, JsonValue parameters, Duration limit) {
        return result(method, http.send(HttpRequest.post(URI.create(base + method)).withJson(parameters)
                .withTimeout(limit)));
    }

    JsonValue upload(String method, Multipart form) {
        return result(method, http.send(HttpRequest.post(URI.create(base + method))
                .withBody(form.bytes(), form.mediaType()).withTimeout(Duration.ofMinutes(2))));
    }

    /** The content of a file that came with a message. */
    byte[] download(String fileId) {
        String path = call("getFile", JsonValue.object().put("file_id", fileId).build()).get("file_path").text();
        if (path.isEmpty()) {
            throw PluginException.of(Failure.REJECTED, "Telegram does not give files of more than 20 MB to bots.");
        }
        String target = path.startsWith("/") ? path.substring(1) : path;
        HttpResponse answer = http.send(HttpRequest.get(URI.create(files + target.replace(" ", "%20")))
                .withMaxResponseBytes(LARGEST_FILE + 1).withTimeout(Duration.ofMinutes(2)));
        if (!answer.succeeded()) {
            throw PluginException.of(answer.status() >= 500 ? Failure.UNAVAILABLE : Failure.REJECTED,
                    "Telegram did not give the file (" + answer.status() + ").");
        }
        return answer.body();
    }

    private JsonValue result(String method, HttpResponse answer) {
        JsonValue body;
        try {
            body = json.parse(answer.text());
        } catch (PluginException e) {
            throw PluginException.of(answer.status() == 401 || answer.status() == 404 ? Failure.AUTHENTICATION
                    : Failure.UNAVAILABLE,
                    "Telegram answered " + method + " with status " + answer.status()
                            + " and no JSON. Check channels.telegram.api_url.");
        }
        if (body.get("ok").asBoolean(false)) {
            return body.get("result");
        }
        int code = body.get("error_code").asInt(answer.status());
        String said = body.get("description").text();
        switch (code) {
            case 401, 404 -> throw PluginException.of(Failure.AUTHENTICATION, "Telegram refused the bot token (" + code
                    + "). Check channels.telegram.bot_token in config.yaml.");
            case 409 -> throw PluginException.of(Failure.UNAVAILABLE, "Telegram gives the updates to somebody else ("
                    + said + "). Only one program may use this bot; stop the other one, or give it a bot of its own.");
            case 429 -> throw PluginException.rateLimited(
                    Duration.ofSeconds(Math.max(1, body.get("parameters").get("retry_after").asLong(1))),
                    "Telegram asks to slow down (429).");
            default -> throw code >= 500
                    ? PluginException.of(Failure.UNAVAILABLE, "Telegram failed at " + method + " (" + code + ").")
                    : PluginException.of(Failure.REJECTED, "Telegram refused " + method + " (" + code + "): " + said);
        }
    }
}

package dev.telecoder.plugin.whatsapp;

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
import java.util.Set;

/** Calls the Cloud API and tells its failures apart. Safe for many threads. */
final class GraphApi {

    /** The person has not written for 24 hours. */
    static final int WINDOW_CLOSED = 131_047;

    private static final long LARGEST_FILE = 20L << 20;
    private static final Set<Integer> CREDENTIALS = Set.of(0, 3, 10, 190, 131_005, 131_031, 133_010);
    private static final Set<Integer> TOO_FAST = Set.of(4, 80_007, 130_429, 131_048, 131_056, 133_016);
    private static final Set<Integer> PASSING = Set.of(1, 2, 131_000, 131_016, 131_057, 133_004);

    private final Http http;
    private final Json json;
    private final WhatsAppConfig config;

    GraphApi(Http http, Json json, WhatsAppConfig config) {
        this.http = http;
        this.json = json;
        this.config = config;
    }

    /** The number itself, which shows whether the token may use it. */
    JsonValue number() {
        return result("the number", http.send(signed(HttpRequest.get(own("")))));
    }

    JsonValue send(JsonValue message) {
        return result("the message", http.send(signed(HttpRequest.post(own("/messages"))).withJson(message)));
    }

    /** Uploads a file; answers its id. */
    String upload(String name, String mediaType, byte[] bytes) {
        Multipart form = new Multipart().field("messaging_product", "whatsapp").field("type", mediaType)
                .file("file", name, mediaType, bytes);
        return result("the file", http.send(signed(HttpRequest.post(own("/media")))
                .withBody(form.bytes(), form.mediaType()).withTimeout(Duration.ofMinutes(2)))).get("id").text();
    }

    /** The content of a file that came with a message. */
    byte[] download(String mediaId) {
        JsonValue media = result("the file",
                http.send(signed(HttpRequest.get(URI.create(config.url() + "/" + mediaId.replaceAll("\\W", ""))))));
        URI url = URI.create(media.get("url").text());
        if (!isMetas(url)) {
            throw PluginException.of(Failure.REJECTED,
                    "the file is at " + url.getHost() + ", which is not Meta and does not get the token.");
        }
        HttpResponse answer = http.send(signed(HttpRequest.get(url)).withMaxResponseBytes(LARGEST_FILE)
                .withTimeout(Duration.ofSeconds(20)));
        if (!answer.succeeded()) {
            throw PluginException.of(Failure.REJECTED, "WhatsApp did not give it (" + answer.status() + ").");
        }
        return answer.body();
    }

    private boolean isMetas(URI url) {
        String host = String.valueOf(url.getHost());
        boolean metas = Set.of("facebook.com", "fbsbx.com", "fbcdn.net", "whatsapp.net").stream()
                .anyMatch(domain -> host.equals(domain) || host.endsWith("." + domain));
        return metas && "https".equalsIgnoreCase(url.getScheme())
                || String.valueOf(url.getAuthority()).equals(URI.create(config.url()).getAuthority());
    }

    private URI own(String path) {
        return URI.create(config.url() + "/" + config.number() + path);
    }

    private HttpRequest signed(HttpRequest request) {
        return request.withHeader("authorization", "Bearer " + config.token());
    }

    private JsonValue result(String what, HttpResponse answer) {
        JsonValue body;
        try {
            body = json.parse(answer.text());
        } catch (PluginException e) {
            body = JsonValue.NULL;
        }
        if (answer.succeeded() && body.get("error").isNull()) {
            return body;
        }
        JsonValue error = body.get("error");
        int code = error.get("code").asInt(-1);
        String said = error.get("error_data").get("details").findText().orElse(error.get("message").text());
        String told = "WhatsApp refused " + what + " (" + answer.status() + (code < 0 ? "" : ", code " + code) + ")"
                + (said.isEmpty() ? "." : ": " + said.replace(config.token(), "***"));
        if (answer.status() == 429 || TOO_FAST.contains(code)) {
            String after = answer.header("Retry-After").orElse("30");
            throw PluginException.rateLimited(
                    Duration.ofSeconds(after.matches("\\d{1,6}") ? Math.max(1, Long.parseLong(after)) : 30),
                    "WhatsApp asks to slow down (" + (code < 0 ? answer.status() : code) + ").");
        } else if (answer.status() == 401 || CREDENTIALS.contains(code) || code >= 200 && code < 300) {
            throw PluginException.of(Failure.AUTHENTICATION,
                    told + " Check channels.whatsapp.access_token in config.yaml and what it may do.");
        } else if (answer.status() >= 500 || PASSING.contains(code)) {
            throw PluginException.of(Failure.UNAVAILABLE, told);
        } else if (code == WINDOW_CLOSED) {
            throw new WindowClosedSignal(told).asFailure();
        }
        throw PluginException.of(Failure.REJECTED, told);
    }

    /** Kept as the cause, so that the channel can tell this refusal from others. */
    static final class WindowClosedSignal extends RuntimeException {

        private static final long serialVersionUID = 1L;

        WindowClosedSignal(String message) {
            super(message);
        }

        PluginException asFailure() {
            return PluginException.of(Failure.REJECTED, getMessage()
                    + " Set channels.whatsapp.template to the name of an"
                    + " approved template: WhatsApp takes nothing else from who has not been written to for 24 hours.",
                    this);
        }
    }
}

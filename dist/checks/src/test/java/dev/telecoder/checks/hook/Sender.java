package dev.telecoder.checks.hook;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** GitHub's side of a webhook of a host on loopback. */
final class Sender {

    static final String SECRET = "It's a Secret to Everybody";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String host;

    Sender(Path home) throws IOException {
        host = new ObjectMapper().readTree(home.resolve("data/host.json").toFile()).get("url").asText()
                .replaceAll("/$", "");
    }

    static String signature(byte[] body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
    }

    int send(String kind, String delivery, byte[] body) throws Exception {
        return send(kind, delivery, body, signature(body));
    }

    int send(String kind, String delivery, byte[] body, String signature) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(host + "/hooks/codehost-github/events"))
                .timeout(Duration.ofSeconds(60)).header("Content-Type", "application/json")
                .header("User-Agent", "GitHub-Hookshot/044aadd").header("X-GitHub-Event", kind)
                .header("X-GitHub-Delivery", delivery);
        if (!signature.isEmpty()) {
            request.header("X-Hub-Signature-256", signature);
        }
        return HTTP.send(request.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
                HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    /** How many webhooks ended so, as the host counts them. */
    int counted(String outcome) throws Exception {
        String start = "telecoder_webhooks_total{plugin=\"codehost-github\",outcome=\"" + outcome + "\"} ";
        return HTTP.send(HttpRequest.newBuilder(URI.create(host + "/metrics")).build(),
                HttpResponse.BodyHandlers.ofString()).body().lines().filter(line -> line.startsWith(start))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(start.length()))).sum();
    }
}

package dev.telecoder.checks.pull;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Sends what happens at GitHub to a host, signed, as GitHub does; what the host does not take is sent again. */
record Hooks(String host) implements FakeGithub.Listener {

    static final String SECRET = "It's a Secret to Everybody";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Override
    public void happened(String kind, String delivery, byte[] body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(java.nio.charset.StandardCharsets.UTF_8), "HmacSHA256"));
        int status = HTTP.send(HttpRequest.newBuilder(URI.create(host + "/hooks/codehost-github/events"))
                .timeout(Duration.ofSeconds(60)).header("Content-Type", "application/json")
                .header("X-GitHub-Event", kind).header("X-GitHub-Delivery", delivery)
                .header("X-Hub-Signature-256", "sha256=" + HexFormat.of().formatHex(mac.doFinal(body)))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
        if (status != 202) {
            throw new IllegalStateException(kind + " " + delivery + " was answered by " + status);
        }
    }
}

package dev.telecoder.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** A host as a user starts it: {@code bin/telecoder start} of the built distribution, with a home of its own. */
final class HostUnderTest implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Process process;
    private final long begin;
    private final double readyMillis;
    private final JsonNode host;

    private HostUnderTest(Process process, long begin, JsonNode host) {
        this.process = process;
        this.begin = begin;
        this.readyMillis = (System.nanoTime() - begin) / 1e6;
        this.host = host;
    }

    /** Starts it and returns when {@code /readyz} says yes. */
    static HostUnderTest start(Path distribution, Path home, Path cache, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path file = home.resolve("data/host.json");
        Files.deleteIfExists(file);
        var builder = new ProcessBuilder(distribution.resolve("bin/telecoder").toString(), "start");
        builder.redirectInput(Path.of("/dev/null").toFile()).redirectOutput(home.resolve("stdout.txt").toFile())
                .redirectError(home.resolve("stderr.txt").toFile());
        builder.environment().remove("TELECODER_RUN");
        builder.environment().put("TELECODER_HOME", home.toString());
        builder.environment().put("TELECODER_CACHE", cache.toString());
        builder.environment().put("TELECODER_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        long begin = System.nanoTime();
        Process process = builder.start();
        while (true) {
            if (!process.isAlive() || System.nanoTime() - begin > 60_000_000_000L) {
                process.destroyForcibly();
                throw new IOException(
                        "The host did not become ready:\n" + Files.readString(home.resolve("stderr.txt")));
            }
            if (Files.exists(file)) {
                JsonNode host = Peer.JSON.readTree(Files.readString(file));
                if (host.has("url") && ready(host.get("url").asText())) {
                    return new HostUnderTest(process, begin, host);
                }
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static boolean ready(String url) throws InterruptedException {
        try {
            return HTTP.send(HttpRequest.newBuilder(URI.create(url.replaceAll("/$", "") + "/readyz")).build(),
                    HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Waits until these channels are connected, and tells how long after the start that was. */
    double channelsMillis(Set<String> wanted) throws IOException, InterruptedException {
        while (true) {
            Set<String> missing = new TreeSet<>(wanted);
            JsonNode parts = json("GET", "/readyz", "").path("parts");
            parts.forEach(part -> {
                if (part.path("state").asText().equals("up")) {
                    missing.remove(part.path("name").asText().replaceFirst("^channel:", ""));
                }
            });
            double millis = (System.nanoTime() - begin) / 1e6;
            if (missing.isEmpty()) {
                return millis;
            } else if (millis > 60_000) {
                throw new IOException("Not connected within 60 s: " + missing + "; /readyz says " + parts);
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    double readyMillis() {
        return readyMillis;
    }

    Proc proc() {
        return new Proc(process.pid());
    }

    /** The options its Java runs with, without the archive, which fits no other class path. */
    List<String> javaOptions() throws IOException {
        List<String> all = proc().commandLine();
        return all.subList(1, all.indexOf("-cp")).stream()
                .filter(option -> !option.contains("SharedArchive") && !option.startsWith("-Dtelecoder")).toList();
    }

    JsonNode json(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(host.get("url").asText().replaceAll("/$", "") + path))
                .timeout(Duration.ofSeconds(60)).header("Authorization", "Bearer " + host.get("token").asText())
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)).build();
        HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(method + " " + path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return Peer.JSON.readTree(answer.body());
    }

    /** Ends it as the system does. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

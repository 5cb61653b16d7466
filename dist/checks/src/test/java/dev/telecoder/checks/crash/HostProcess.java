package dev.telecoder.checks.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One life of a host: {@code bin/telecoder start} as a child of this process, what it said, and its end. */
public final class HostProcess implements AutoCloseable {

    public static final ObjectMapper JSON = new ObjectMapper();

    private static final Pattern ROW = Pattern.compile("journal row (\\d+): (.*)");
    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final Path home;
    private final Process process;
    private final List<String> said = new ArrayList<>();
    private final List<String> rows = new ArrayList<>();

    private HostProcess(Path home, Process process) {
        this.home = home;
        this.process = process;
        Thread.ofPlatform().daemon().name("stderr").start(this::listen);
    }

    public static Path distribution() {
        String given = System.getProperty("telecoder.distribution", "");
        // Tests of a module run in its folder: dist/checks.
        return given.isEmpty() ? Path.of("").toAbsolutePath().resolveSibling("target").resolve("telecoder")
                : Path.of(given);
    }

    public static HostProcess start(Path home, Map<String, String> environment) throws IOException {
        // A file of the life before would name an address where nobody listens.
        Files.deleteIfExists(home.resolve("data/host.json"));
        var builder = new ProcessBuilder(distribution().resolve("bin/telecoder").toString(), "start");
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.redirectOutput(home.resolve("stdout.txt").toFile());
        builder.environment().remove("TELECODER_RUN");
        builder.environment().put("TELECODER_HOME", home.toString());
        builder.environment().put("TELECODER_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return new HostProcess(home, builder.start());
    }

    private void listen() {
        try (BufferedReader lines = process.errorReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher row = ROW.matcher(line);
                synchronized (this) {
                    said.add(line);
                    if (row.find()) {
                        rows.add(row.group(2));
                        if (Boolean.getBoolean("crash.trace")) {
                            System.out.println(System.nanoTime() / 1_000_000 + " " + line);
                        }
                    }
                    notifyAll();
                }
            }
        } catch (IOException e) {
            // It was killed while it spoke.
        }
    }

    /** The rows it has written, in order. */
    synchronized List<String> rows() {
        return List.copyOf(rows);
    }

    public synchronized String said() {
        return String.join("\n", said);
    }

    boolean alive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /**
     * Kills it as {@code kill -9} does; the process is the Java machine itself, for the start script replaces itself
     * by it. On a busy machine the script may take longer than whoever looks at an answer of the life before.
     */
    public void kill() throws IOException, InterruptedException {
        Path program = Path.of("/proc/" + process.pid() + "/exe");
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (process.isAlive() && !program.toRealPath().endsWith("bin/java")) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "Process " + process.pid() + " is " + program.toRealPath() + ", not Java");
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        process.destroyForcibly();
        process.waitFor();
    }

    /** Kills it while it starts, whether it is the start script still or Java already. */
    void killEarly() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Ends it as the system does when it shuts down. */
    public void end() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    public void awaitReady() throws IOException, InterruptedException {
        await("the host to be ready", Duration.ofSeconds(120), () -> {
            try {
                return Files.exists(home.resolve("data/host.json")) && call("GET", "/readyz", null).statusCode() == 200;
            } catch (IOException e) {
                return false;
            }
        });
    }

    /** Waits for what nothing signals. */
    public void await(String what, Duration limit, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (!process.isAlive()) {
                throw new IllegalStateException(
                        "The host ended with " + process.exitValue() + " before " + what + ":\n" + said());
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "Waited " + limit.toSeconds() + " s in vain for " + what + ":\n" + said());
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    public HttpResponse<String> call(String method, String path, String body) throws IOException {
        JsonNode host = JSON.readTree(home.resolve("data/host.json").toFile());
        var request = HttpRequest.newBuilder(URI.create(host.get("url").asText().replaceAll("/$", "") + path))
                .timeout(Duration.ofSeconds(60)).header("Authorization", "Bearer " + host.get("token").asText());
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json").method(method,
                    HttpRequest.BodyPublishers.ofString(body));
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    public JsonNode json(String method, String path, String body) throws IOException {
        HttpResponse<String> response = call(method, path, body);
        if (response.statusCode() >= 300) {
            throw new IOException(method + " " + path + " answered " + response.statusCode() + ": " + response.body());
        }
        return JSON.readTree(response.body());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

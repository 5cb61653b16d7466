package dev.telecoder.testkit;

import dev.telecoder.api.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes down what a fake of a service was asked, one request a line of JSON in {@code target/requests/SERVICE.jsonl} of the
 * module under test, so that all of it can be held against the description that the service publishes. No header but those
 * that say what the body is: none carries a credential. Safe for many threads.
 *
 * @since 1.0
 */
public final class RequestLog {

    private static final Map<String, RequestLog> LOGS = new ConcurrentHashMap<>();

    private final Path file;

    private RequestLog(Path file) {
        this.file = file;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, "");
        } catch (IOException e) {
            throw new UncheckedIOException("The requests cannot be written down in " + file + ".", e);
        }
    }

    /**
     * The log of a service, begun anew by the first test of a run.
     *
     * @param service such as {@code github}
     * @return the log, the same each time
     * @throws UncheckedIOException if it cannot be written
     */
    public static RequestLog of(String service) {
        return LOGS.computeIfAbsent(service, name -> new RequestLog(Path.of("target", "requests", name + ".jsonl")));
    }

    /**
     * Writes a request down.
     *
     * @param method such as {@code GET}
     * @param target path and query, without what stands before those that the service describes
     * @param headers by name in lower case
     * @param body as UTF-8; empty if there is none
     * @throws UncheckedIOException if it cannot be written
     */
    public synchronized void add(String method, String target, Map<String, String> headers, String body) {
        String line = JsonValue.object().put("method", method).put("target", target)
                .put("type", headers.getOrDefault("content-type", "")).put("accept", headers.getOrDefault("accept", ""))
                .put("body", body).build() + "\n";
        try {
            Files.writeString(file, line, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("The requests cannot be written down in " + file + ".", e);
        }
    }

    /**
     * Writes a request down.
     *
     * @param request as a {@link LoopbackServer} got it
     * @param before what stands before the paths that the service describes, such as {@code /api/v3}; may be empty
     * @throws UncheckedIOException if it cannot be written
     */
    public void add(LoopbackServer.Request request, String before) {
        String target = request.target();
        add(request.method(), target.startsWith(before) ? target.substring(before.length()) : target,
                request.headers(), request.body());
    }
}

package dev.telecoder.platform.sandbox;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.HttpRequest;
import dev.telecoder.api.http.HttpStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** One request of code in a sandbox to the model: checked, sent on with the real key, its answer passed back as it comes. */
final class ModelTalk {

    private static final Duration LONGEST = Duration.ofMinutes(30);
    private static final long LARGEST_ANSWER = 64L << 20;

    /** What the protocols of models need; everything else, such as whatever the sandbox took for a key, stays behind. */
    private static final List<String> PASSED = List.of("accept", "anthropic-version", "anthropic-beta", "openai-beta");

    private final EgressDoor door;
    private final EgressGateway.Parts parts;
    private final InputStream in;
    private final OutputStream out;

    ModelTalk(EgressDoor door, EgressGateway.Parts parts, InputStream in, OutputStream out) {
        this.door = door;
        this.parts = parts;
        this.in = in;
        this.out = out;
    }

    void run(Head head) throws IOException {
        if (!door.isOurs(head)) {
            door.refuse(out, "401 Unauthorized", "this needs the key that the task was given for the model.");
            return;
        }
        if (head.header("expect").equalsIgnoreCase("100-continue")) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
        byte[] body = head.body(in);
        ModelDoor.Upstream upstream;
        try {
            upstream = parts.models().open(new ModelDoor.Request(door.task(), head.target().replaceFirst("[?#].*", ""),
                    UseReader.modelOf(parts.json(), body), body.length));
        } catch (PluginException e) {
            door.refuse(out, status(e.failure()), e.getMessage());
            return;
        }
        var used = new UseReader(parts.json());
        try {
            send(head, body, upstream, used);
        } finally {
            upstream.used().accept(used.use());
        }
    }

    private void send(Head head, byte[] body, ModelDoor.Upstream upstream, UseReader used) throws IOException {
        door.modelRequests.incrementAndGet();
        HttpRequest request = HttpRequest.of(head.method(), upstream.url()).withTimeout(LONGEST)
                .withMaxResponseBytes(LARGEST_ANSWER);
        if (body.length > 0) {
            request = request.withBody(body, head.headers().getOrDefault("content-type", "application/json"));
        }
        for (String name : PASSED) {
            if (!head.header(name).isEmpty()) {
                request = request.withHeader(name, head.header(name));
            }
        }
        for (var header : upstream.headers().entrySet()) {
            request = request.withHeader(header.getKey(), header.getValue());
        }
        door.bytesOut.addAndGet(body.length);
        try (HttpStream answer = parts.http().stream(request)) {
            door.with(answer);
            pass(answer, used);
        } catch (PluginException e) {
            door.refuse(out, status(e.failure()), "the model cannot be reached: " + e.getMessage());
        }
    }

    private void pass(HttpStream answer, UseReader used) throws IOException {
        String type = answer.header("content-type").orElse("application/json");
        var head = new StringBuilder("HTTP/1.1 ").append(answer.status()).append(" -\r\ncontent-type: ").append(type)
                .append("\r\nconnection: close\r\n");
        for (String name : List.of("retry-after", "request-id", "x-request-id")) {
            answer.header(name).ifPresent(value -> head.append(name).append(": ").append(value).append("\r\n"));
        }
        if (type.startsWith("text/event-stream")) {
            out.write(head.append("transfer-encoding: chunked\r\n\r\n").toString()
                    .getBytes(StandardCharsets.ISO_8859_1));
            for (String line = answer.nextLine(); line != null; line = answer.nextLine()) {
                used.line(line);
                byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
                out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                out.write(bytes);
                out.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
                door.bytesIn.addAndGet(bytes.length);
            }
            out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        } else {
            String text = answer.rest();
            used.whole(text);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.write(head.append("content-length: ").append(bytes.length).append("\r\n\r\n").toString()
                    .getBytes(StandardCharsets.ISO_8859_1));
            out.write(bytes);
            door.bytesIn.addAndGet(bytes.length);
        }
        out.flush();
    }

    private static String status(Failure failure) {
        return switch (failure) {
            case CONFIGURATION -> "404 Not Found";
            case RATE_LIMITED -> "429 Too Many Requests";
            case REJECTED -> "403 Forbidden";
            default -> "502 Bad Gateway";
        };
    }
}

package dev.telecoder.checks.pull;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** Git's own server behind HTTP: {@code git http-backend}, as a web server runs it. */
public final class GitOverHttp {

    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Path root;

    public GitOverHttp(Path root) {
        this.root = root;
    }

    public void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Path input = Files.createTempFile("git", ".in");
        Files.write(input, body);
        try {
            var builder = new ProcessBuilder("git", "http-backend").redirectInput(input.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            Map<String, String> environment = builder.environment();
            environment.put("GIT_PROJECT_ROOT", root.toString());
            environment.put("GIT_HTTP_EXPORT_ALL", "1");
            environment.put("REMOTE_USER", "telecoder");
            environment.put("REQUEST_METHOD", exchange.getRequestMethod());
            environment.put("PATH_INFO", exchange.getRequestURI().getPath());
            environment.put("QUERY_STRING", String.valueOf(exchange.getRequestURI().getRawQuery()).replace("null", ""));
            put(exchange, environment, "Content-Type", "CONTENT_TYPE");
            put(exchange, environment, "Content-Encoding", "HTTP_CONTENT_ENCODING");
            put(exchange, environment, "Git-Protocol", "HTTP_GIT_PROTOCOL");
            environment.put("CONTENT_LENGTH", String.valueOf(body.length));
            Process git = builder.start();
            var said = new ByteArrayOutputStream();
            git.getInputStream().transferTo(said);
            reply(exchange, said.toByteArray());
        } finally {
            Files.delete(input);
        }
    }

    private static void put(HttpExchange exchange, Map<String, String> environment, String header, String name) {
        String value = exchange.getRequestHeaders().getFirst(header);
        if (value != null) {
            environment.put(name, value);
        }
    }

    private static void reply(HttpExchange exchange, byte[] said) throws IOException {
        int end = indexOf(said);
        int status = 200;
        for (String line : new String(said, 0, end, StandardCharsets.US_ASCII).split("\r\n")) {
            String[] parts = line.split(": ", 2);
            if (parts[0].equalsIgnoreCase("Status")) {
                status = Integer.parseInt(parts[1].substring(0, 3));
            } else if (parts.length == 2) {
                exchange.getResponseHeaders().add(parts[0], parts[1]);
            }
        }
        byte[] body = Arrays.copyOfRange(said, Math.min(said.length, end + END_OF_HEAD.length), said.length);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static int indexOf(byte[] said) {
        for (int i = 0; i + END_OF_HEAD.length <= said.length; i++) {
            if (Arrays.equals(said, i, i + END_OF_HEAD.length, END_OF_HEAD, 0, END_OF_HEAD.length)) {
                return i;
            }
        }
        return said.length;
    }
}

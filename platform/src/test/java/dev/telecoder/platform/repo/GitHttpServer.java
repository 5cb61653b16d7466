package dev.telecoder.platform.repo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;

/** A git server over HTTP on a loopback port: git's own http-backend behind the JDK's server, with a token. */
public final class GitHttpServer implements AutoCloseable {

    private final HttpServer server;
    private final Path root;
    private volatile String login;
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private volatile boolean readOnly;
    private final AtomicInteger fetches = new AtomicInteger(Integer.MAX_VALUE);

    private GitHttpServer(Path root, String token) throws IOException {
        this.root = root;
        this.login = token.isEmpty() ? "" : "x:" + token;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    /** Starts one; without a token it lets everybody in. */
    public static GitHttpServer start(Path root, String token) throws IOException {
        return new GitHttpServer(root, token);
    }

    /** Where it listens, with a path. */
    public String url(String path) {
        return "http://" + server.getAddress().getHostString() + ":" + server.getAddress().getPort() + "/" + path;
    }

    /** From now on it takes this one, user and password with a colon between. */
    public void takes(String user) {
        login = user;
    }

    List<String> authorizations() {
        return authorizations;
    }

    /** From now on it breaks off when more has been fetched than this many times; what it has is told all the same. */
    void sends(int times) {
        fetches.set(times);
    }

    void refusePushes() {
        readOnly = true;
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (authorization != null) {
                authorizations.add(authorization);
            }
            String expected =
                    "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
            if (!login.isEmpty() && !expected.equals(authorization)) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"git\"");
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            if (readOnly && exchange.getRequestURI().toString().contains("git-receive-pack")) {
                exchange.sendResponseHeaders(403, -1);
                return;
            }
            if (asksForObjects(exchange, body) && fetches.getAndDecrement() <= 0) {
                exchange.sendResponseHeaders(200, 1000);
                return; // less than it promised
            }
            answer(exchange, body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean asksForObjects(HttpExchange exchange, byte[] body) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")
                || !exchange.getRequestURI().getPath().endsWith("/git-upload-pack")) {
            return false;
        }
        String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
        byte[] plain = encoding == null ? body
                : new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
        return !new String(plain, StandardCharsets.ISO_8859_1).contains("command=ls-refs");
    }

    private void answer(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("git", "-c", "http.receivepack=true", "-c", "safe.directory=*",
                "http-backend").redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        environment.putAll(Map.of("GIT_PROJECT_ROOT", root.toString(), "GIT_HTTP_EXPORT_ALL", "1", "REMOTE_USER", "x",
                "REQUEST_METHOD", exchange.getRequestMethod(), "PATH_INFO", exchange.getRequestURI().getPath(),
                "QUERY_STRING", String.valueOf(exchange.getRequestURI().getRawQuery()).replace("null", ""),
                "CONTENT_LENGTH", String.valueOf(body.length), "REMOTE_ADDR", "127.0.0.1"));
        put(environment, "CONTENT_TYPE", exchange.getRequestHeaders().getFirst("Content-Type"));
        put(environment, "HTTP_CONTENT_ENCODING", exchange.getRequestHeaders().getFirst("Content-Encoding"));
        put(environment, "GIT_PROTOCOL", exchange.getRequestHeaders().getFirst("Git-Protocol"));
        Process process = builder.start();
        Thread writer = Thread.startVirtualThread(() -> {
            try (OutputStream in = process.getOutputStream()) {
                in.write(body);
            } catch (IOException e) {
                // It read as much as it wanted.
            }
        });
        byte[] output = process.getInputStream().readAllBytes();
        process.waitFor();
        writer.join();
        int end = headerEnd(output);
        int status = 200;
        for (String line : new String(output, 0, end, StandardCharsets.UTF_8).split("\r\n")) {
            String[] parts = line.split(": ", 2);
            if (parts[0].equals("Status")) {
                status = Integer.parseInt(parts[1].substring(0, 3));
            } else if (parts.length == 2) {
                exchange.getResponseHeaders().add(parts[0], parts[1]);
            }
        }
        byte[] content = Arrays.copyOfRange(output, Math.min(output.length, end + 4), output.length);
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(content);
        all.writeTo(exchange.getResponseBody());
    }

    private static int headerEnd(byte[] output) {
        return Math.max(0, new String(output, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n"));
    }

    private static void put(Map<String, String> environment, String name,
            @org.jspecify.annotations.Nullable String value) {
        if (value != null) {
            environment.put(name, value);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

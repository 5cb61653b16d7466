import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Has a host do once what it does every day, so that Java writes an archive of the classes it takes when it ends; run as a
 * source file by the JDK that builds.
 *
 * <pre>
 *   TELECODER_CACHE=… Train.java FOLDER-OF-THE-DISTRIBUTION EMPTY-HOME
 * </pre>
 *
 * It starts it in that home with a model on loopback, sends a message, waits for its answer, looks at each page and ends it.
 */
final class Train {

    private static final int PATIENCE_SECONDS = 60;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Train() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path home = Path.of(arguments[1]);
        HttpServer model = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        model.createContext("/", Train::answer);
        model.start();
        Files.createDirectories(home);
        Files.writeString(home.resolve("config.yaml"), """
                server: {port: 0}
                llm: {provider: openai, model: training, api_key: none, base_url: "http://127.0.0.1:%d/v1"}
                """.formatted(model.getAddress().getPort()));
        var builder = new ProcessBuilder(Path.of(arguments[0], "bin/telecoder").toString(), "start", "--json");
        builder.environment().put("TELECODER_HOME", home.toString());
        builder.environment().remove("TELECODER_RUN");
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        Process host = builder.start();
        try {
            // It prints this line once it serves.
            if (host.inputReader().readLine() == null) {
                throw new IOException("the host did not start");
            }
            talk(Files.readString(home.resolve("data/host.json")));
        } finally {
            host.destroy();
            if (!host.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                host.destroyForcibly();
            }
            model.stop(0);
        }
    }

    private static void talk(String file) throws IOException, InterruptedException {
        String url = value("url", file);
        String token = value("token", file);
        String conversation = value("id", call(url + "/api/v1/conversations", token, "{}"));
        call(url + "/api/v1/conversations/" + conversation + "/messages", token, "{\"text\":\"hello\"}");
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!call(url + "/api/v1/conversations/" + conversation + "/messages", token, null)
                .contains("\"assistant\"")) {
            if (System.nanoTime() > until) {
                throw new IOException("the host did not answer");
            }
            Thread.sleep(50);
        }
        for (String path : new String[] {"/", "/admin", "/readyz", "/metrics", "/api/v1/plugins", "/api/v1/skills",
            "/api/v1/tasks"}) {
            call(url + path, token, null);
        }
    }

    private static String call(String url, String token, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
        request = body == null ? request.GET() : request.POST(HttpRequest.BodyPublishers.ofString(body));
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    private static String value(String name, String json) throws IOException {
        Matcher found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]+)\"").matcher(json);
        if (!found.find()) {
            throw new IOException("no " + name + " in " + json);
        }
        return found.group(1);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String chunk = "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"model\":\"training\",\"choices\":[{\"index\":0,"
                + "\"delta\":%s,\"finish_reason\":%s}]}\n\n";
        byte[] text = (chunk.formatted("{\"role\":\"assistant\",\"content\":\"**Hello**\"}", "null")
                + chunk.formatted("{}", "\"stop\"") + "data: [DONE]\n\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }
}

package dev.telecoder.platform.app;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Speaks to the running host of a home, as its owner. The JDK's oldest client is used on purpose: it is the quickest to load,
 * and these are a few requests to this very machine. Safe for many threads.
 */
final class HostClient {

    private static final int PATIENCE = 60_000;

    private final String url;
    private final String token;
    private final Json json;

    HostClient(String url, String token, Json json) {
        this.url = url.replaceAll("/+$", "");
        this.token = token;
        this.json = json;
    }

    static Optional<HostClient> find(Home home, Json json) {
        return HostFile.read(home, json).map(host -> new HostClient(host.url(), host.token(), json));
    }

    static HostClient need(Home home, Json json) {
        return find(home, json).orElseThrow(() -> CommandFailure.usage("No TeleCoder is running for " + home.root()
                + ". Start one with `telecoder start`."));
    }

    String url() {
        return url;
    }

    JsonValue get(String path) {
        return ask("GET", path, null);
    }

    JsonValue post(String path, JsonValue body) {
        return ask("POST", path, body);
    }

    JsonValue patch(String path, JsonValue body) {
        // The one method the old client does not know.
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofMillis(PATIENCE))
                .header("Authorization", "Bearer " + token).header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body.toString())).build();
        try (HttpClient client = HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build()) {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 400) {
                throw refused(response.statusCode(), response.body());
            }
            return json.parse(response.body());
        } catch (IOException e) {
            throw gone(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.no("It was interrupted.");
        }
    }

    JsonValue delete(String path) {
        return ask("DELETE", path, null);
    }

    /** Makes what somebody typed a part of a path. */
    static String segment(String typed) {
        return java.net.URLEncoder.encode(typed, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Reads a whole list, page by page. */
    JsonValue all(String path) {
        List<JsonValue> items = new ArrayList<>();
        String cursor = null;
        do {
            JsonValue page = get(path + (cursor == null ? "" : (path.contains("?") ? "&" : "?") + "cursor="
                    + java.net.URLEncoder.encode(cursor, StandardCharsets.UTF_8)));
            items.addAll(page.get("items").items());
            cursor = page.get("next").findText().orElse(null);
        } while (cursor != null);
        return JsonValue.array(items);
    }

    /** Opens a stream; what happens from now on is in it. */
    Lines events(String path, @Nullable String after) {
        try {
            HttpURLConnection connection = open("GET", path);
            connection.setRequestProperty("Accept", "text/event-stream");
            if (after != null) {
                connection.setRequestProperty("Last-Event-ID", after);
            }
            connection.setReadTimeout(0);
            if (connection.getResponseCode() != 200) {
                throw refused(connection.getResponseCode(), body(connection));
            }
            BufferedReader lines = new BufferedReader(
                    new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
            return new Lines(connection, lines);
        } catch (IOException e) {
            throw gone(e);
        }
    }

    /** Fetches something long; {@return what a header of the answer says} */
    String download(String path, OutputStream to, String header) throws IOException {
        HttpURLConnection connection = open("GET", path);
        if (status(connection) != 200) {
            throw refused(connection.getResponseCode(), body(connection));
        }
        try (InputStream in = connection.getInputStream()) {
            in.transferTo(to);
        }
        return String.valueOf(connection.getHeaderField(header));
    }

    /** Sends something long, piece by piece. */
    JsonValue upload(String path, InputStream from) throws IOException {
        HttpURLConnection connection = open("POST", path);
        connection.setDoOutput(true);
        connection.setChunkedStreamingMode(64 * 1024);
        connection.setReadTimeout(10 * PATIENCE);
        connection.setRequestProperty("Content-Type", "application/x-ndjson");
        try (OutputStream out = connection(connection)) {
            from.transferTo(out);
        }
        int status = status(connection);
        String text = body(connection);
        if (status >= 400) {
            throw refused(status, text);
        }
        return json.parse(text);
    }

    private OutputStream connection(HttpURLConnection connection) {
        try {
            return connection.getOutputStream();
        } catch (IOException e) {
            throw gone(e);
        }
    }

    private int status(HttpURLConnection connection) {
        try {
            return connection.getResponseCode();
        } catch (IOException e) {
            throw gone(e);
        }
    }

    /** A stream that was opened; it knows where to go on if it breaks. */
    final class Lines implements Talk.Events {

        private final HttpURLConnection connection;
        private final BufferedReader lines;
        private @Nullable String lastId;

        private Lines(HttpURLConnection connection, BufferedReader lines) {
            this.connection = connection;
            this.lines = lines;
        }

        @Override
        public boolean read(Predicate<JsonValue> sink) {
            StringBuilder data = new StringBuilder();
            try {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("id:")) {
                        lastId = line.substring(3).strip();
                    } else if (line.startsWith("data:")) {
                        data.append(data.isEmpty() ? "" : "\n").append(line.substring(5).strip());
                    } else if (line.isEmpty() && !data.isEmpty()) {
                        JsonValue event = json.parse(data.toString());
                        data.setLength(0);
                        if (!sink.test(event)) {
                            return true;
                        }
                    }
                }
                return false;
            } catch (IOException e) {
                return false;
            }
        }

        @Nullable String lastId() {
            return lastId;
        }

        @Override
        public void close() {
            connection.disconnect();
        }
    }

    private JsonValue ask(String method, String path, @Nullable JsonValue body) {
        try {
            HttpURLConnection connection = open(method, path);
            if (body != null) {
                connection.setDoOutput(true);
                connection.setRequestProperty("Content-Type", "application/json");
                byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
                connection.setFixedLengthStreamingMode(bytes.length);
                try (var out = connection.getOutputStream()) {
                    out.write(bytes);
                }
            }
            int status = connection.getResponseCode();
            String text = body(connection);
            if (status >= 400) {
                throw refused(status, text);
            }
            return text.isBlank() ? JsonValue.NULL : json.parse(text);
        } catch (IOException e) {
            throw gone(e);
        }
    }

    private HttpURLConnection open(String method, String path) throws IOException {
        // Never through a proxy: the token is for this machine only.
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url + path).toURL().openConnection(Proxy.NO_PROXY);
        connection.setRequestMethod(method);
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout(5_000);
        connection.setReadTimeout(PATIENCE);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        return connection;
    }

    private static String body(HttpURLConnection connection) throws IOException {
        var stream = connection.getResponseCode() >= 400 ? connection.getErrorStream() : connection.getInputStream();
        if (stream == null) {
            return "";
        }
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private CommandFailure refused(int status, String text) {
        String detail = "The host answered " + status + ".";
        try {
            JsonValue problem = json.parse(text);
            detail = problem.get("detail").findText().or(() -> problem.get("title").findText()).orElse(detail);
        } catch (PluginException e) {
            // not a problem document: the status must do
        }
        return status == 404 || status == 400 || status == 422 ? CommandFailure.usage(detail)
                : CommandFailure.no(detail);
    }

    private CommandFailure gone(IOException e) {
        return CommandFailure.usage("The running TeleCoder at " + url + " does not answer (" + e.getMessage()
                + "). Look at `telecoder logs`, or start it again.");
    }
}

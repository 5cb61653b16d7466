package dev.telecoder.testkit;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.Http;
import dev.telecoder.api.http.HttpRequest;
import dev.telecoder.api.http.HttpResponse;
import dev.telecoder.api.http.HttpStream;
import dev.telecoder.api.http.WebSocket;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client whose every answer is a part of one, and then breaks, without a network and without waiting: so a stream can be
 * broken at each of its bytes. What it does at the break is what the host's client does.
 *
 * @param status the status
 * @param headers by name in lower case
 * @param body as far as it comes
 * @param broken what is said where it breaks; {@code null} if it ends as it should
 */
record BrokenHttp(int status, Map<String, String> headers, byte[] body, @Nullable String broken) implements Http {

    @Override
    public HttpResponse send(HttpRequest request) {
        throw new UnsupportedOperationException("Only streams are broken.");
    }

    @Override
    public HttpStream stream(HttpRequest request) {
        return new Stream();
    }

    @Override
    public WebSocket connect(HttpRequest request, WebSocket.Listener listener) {
        throw new UnsupportedOperationException("Only streams are broken.");
    }

    /** The body, line by line; of a line that did not come whole before the break, nothing is seen. */
    private final class Stream implements HttpStream {

        private int at;

        @Override
        public int status() {
            return status;
        }

        @Override
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
        }

        @Override
        public @Nullable String nextLine() {
            int end = at;
            while (end < body.length && body[end] != '\n') {
                end++;
            }
            if (end == body.length && broken != null) {
                throw PluginException.of(Failure.UNAVAILABLE, broken);
            } else if (at == body.length) {
                return null;
            }
            String line = new String(body, at, end - at, StandardCharsets.UTF_8);
            at = Math.min(body.length, end + 1);
            return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        }

        @Override
        public String rest() {
            ByteArrayOutputStream rest = new ByteArrayOutputStream();
            rest.write(body, at, body.length - at);
            at = body.length;
            if (broken != null) {
                throw PluginException.of(Failure.UNAVAILABLE, broken);
            }
            return rest.toString(StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            // There is nothing to let go of.
        }
    }
}

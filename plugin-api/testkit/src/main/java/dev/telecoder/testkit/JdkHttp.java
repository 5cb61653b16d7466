package dev.telecoder.testkit;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.Http;
import dev.telecoder.api.http.HttpRequest;
import dev.telecoder.api.http.HttpResponse;
import dev.telecoder.api.http.HttpStream;
import dev.telecoder.api.http.WebSocket;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The host's HTTP client, played by the JDK's. It has no address rules: a test may call loopback. */
final class JdkHttp implements Http {

    // One for all contexts: each client has threads of its own, which only its collection ends.
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER).connectTimeout(Duration.ofSeconds(10)).build();

    @Override
    public HttpResponse send(HttpRequest request) {
        try (HttpStream stream = open(request, true)) {
            JdkStream opened = (JdkStream) stream;
            return new Whole(opened.status(), opened.headers(), opened.readAll());
        }
    }

    @Override
    public HttpStream stream(HttpRequest request) {
        return open(request, false);
    }

    private static JdkStream open(HttpRequest request, boolean whole) {
        long deadline = System.nanoTime() + request.timeout().toNanos();
        CompletableFuture<java.net.http.HttpResponse<InputStream>> answer =
                CLIENT.sendAsync(translate(request), BodyHandlers.ofInputStream());
        CancellationToken.Registration registration = onCancel(request, () -> answer.cancel(true));
        try {
            java.net.http.HttpResponse<InputStream> got = answer.get(request.timeout().toNanos(), TimeUnit.NANOSECONDS);
            Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
            return new JdkStream(request, got, whole ? left : request.timeout(), whole);
        } catch (CancellationException cancelled) {
            throw cancelled(request);
        } catch (InterruptedException interrupted) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw cancelled(request);
        } catch (TimeoutException late) {
            answer.cancel(true);
            throw PluginException.of(Failure.UNAVAILABLE, request + " gave no answer within " + request.timeout()
                    + ".");
        } catch (ExecutionException failed) {
            if (request.cancellation().map(CancellationToken::isCancelled).orElse(false)) {
                throw cancelled(request);
            }
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            String what = cause instanceof HttpTimeoutException ? "timed out" : cause.getClass().getSimpleName();
            throw PluginException.of(Failure.UNAVAILABLE, request + " gave no answer: " + what + ".", cause);
        } finally {
            registration.close();
        }
    }

    static CancellationToken.Registration onCancel(HttpRequest request, Runnable action) {
        return request.cancellation().map(token -> token.onCancel(action)).orElse(() -> {});
    }

    static PluginException cancelled(HttpRequest request) {
        return PluginException.of(Failure.CANCELLED, request + " was cancelled.");
    }

    private static java.net.http.HttpRequest translate(HttpRequest request) {
        java.net.http.HttpRequest.Builder builder = java.net.http.HttpRequest.newBuilder(http(request.url()))
                .method(request.method(), request.body().map(BodyPublishers::ofByteArray)
                        .orElse(BodyPublishers.noBody()));
        request.headers().forEach(builder::header);
        return builder.build();
    }

    private static URI http(URI url) {
        String scheme = url.getScheme();
        return scheme != null && scheme.startsWith("ws") ? URI.create("http" + url.toString().substring(2)) : url;
    }

    @Override
    public WebSocket connect(HttpRequest request, WebSocket.Listener listener) {
        return TestWebSocket.connect(request, listener);
    }

    /** A whole answer. */
    private record Whole(int status, HttpHeaders headers, byte[] body) implements HttpResponse {

        @Override
        public Optional<String> header(String name) {
            return headers.firstValue(name);
        }

        @Override
        public byte[] body() {
            return body.clone();
        }

        @Override
        public String text() {
            return new String(body, charset(header("content-type").orElse(null)));
        }

        private static Charset charset(@Nullable String contentType) {
            if (contentType != null && contentType.contains("charset=")) {
                String name = contentType.substring(contentType.indexOf("charset=") + 8)
                        .split("[;\\s]")[0].replace("\"", "");
                if (Charset.isSupported(name)) {
                    return Charset.forName(name);
                }
            }
            return StandardCharsets.UTF_8;
        }
    }

    /** Closes without a word: what failed was told already. */
    static void closeQuietly(InputStream in) {
        try {
            in.close();
        } catch (IOException alreadyGone) {
            // Nothing is left to close.
        }
    }
}

package dev.telecoder.testkit;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.HttpRequest;
import dev.telecoder.api.http.HttpStream;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A body read as it arrives. Lines are cut from bytes, so a character split over two packets stays whole. */
final class JdkStream implements HttpStream {

    private static final ScheduledExecutorService WATCH = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("testkit-http-watch").factory());

    private final HttpRequest request;
    private final int status;
    private final HttpHeaders headers;
    private final InputStream raw;
    private final InputStream in;
    private final CancellationToken.Registration registration;
    private final Duration silence;
    private final boolean once;
    private volatile boolean silent;
    private volatile boolean closed;
    private long read;

    JdkStream(HttpRequest request, java.net.http.HttpResponse<InputStream> answer, Duration silence, boolean once) {
        this.request = request;
        this.status = answer.statusCode();
        this.headers = answer.headers();
        InputStream body = answer.body();
        this.in = new BufferedInputStream(body);
        this.silence = silence;
        this.once = once;
        // The buffered stream's close waits for a reader; the body's own does not.
        this.registration = JdkHttp.onCancel(request, () -> JdkHttp.closeQuietly(body));
        this.raw = body;
    }

    @Override
    public int status() {
        return status;
    }

    HttpHeaders headers() {
        return headers;
    }

    @Override
    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    @Override
    public @Nullable String nextLine() {
        return watched(() -> {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int next = in.read();
            if (next < 0) {
                return null;
            }
            for (; next >= 0 && next != '\n'; next = in.read()) {
                line.write(next);
                count(1);
            }
            String text = line.toString(StandardCharsets.UTF_8);
            return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        });
    }

    @Override
    public String rest() {
        return new String(readAll(), StandardCharsets.UTF_8);
    }

    byte[] readAll() {
        byte[] all = watched(() -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
                count(n);
            }
            return out.toByteArray();
        });
        return all == null ? new byte[0] : all;
    }

    private void count(int bytes) {
        read += bytes;
        if (read > request.maxResponseBytes()) {
            throw PluginException.of(Failure.REJECTED, "The answer of " + request + " is larger than the "
                    + request.maxResponseBytes() + " bytes allowed.");
        }
    }

    private <T> @Nullable T watched(Read<T> reading) {
        if (cancelled()) {
            throw JdkHttp.cancelled(request);
        }
        Future<?> watch = WATCH.schedule(() -> {
            silent = true;
            JdkHttp.closeQuietly(raw);
        }, silence.toMillis(), TimeUnit.MILLISECONDS);
        try {
            T value = reading.read();
            // The JDK's stream may answer "end" instead of an error when another thread closes it.
            if (cancelled()) {
                throw JdkHttp.cancelled(request);
            } else if (silent || closed) {
                throw gone(null);
            }
            return value;
        } catch (IOException broken) {
            if (cancelled() || Thread.currentThread().isInterrupted()
                    || broken.getCause() instanceof InterruptedException) {
                throw JdkHttp.cancelled(request);
            }
            throw gone(broken);
        } finally {
            watch.cancel(false);
        }
    }

    private boolean cancelled() {
        return request.cancellation().map(CancellationToken::isCancelled).orElse(false);
    }

    private PluginException gone(@Nullable IOException cause) {
        String what = silent
                ? (once ? " was not complete in time." : " fell silent for " + silence + ".") : " was cut off.";
        String message = "The answer of " + request + what;
        return cause == null ? PluginException.of(Failure.UNAVAILABLE, message)
                : PluginException.of(Failure.UNAVAILABLE, message, cause);
    }

    @Override
    public void close() {
        closed = true;
        registration.close();
        JdkHttp.closeQuietly(raw);
    }

    /** Reads something that may be cut. */
    private interface Read<T> {
        @Nullable T read() throws IOException;
    }
}

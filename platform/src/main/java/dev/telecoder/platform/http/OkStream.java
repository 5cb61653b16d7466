package dev.telecoder.platform.http;

import dev.telecoder.api.http.HttpRequest;
import dev.telecoder.api.http.HttpStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** An answer that is read as it arrives. */
final class OkStream implements HttpStream {

    /** How long the end may take after the last line. */
    private static final long END_MILLIS = 100;
    /** How many ends of lines may follow it. */
    private static final int EMPTY = 8;

    private final HttpExchange exchange;
    private final HttpRequest request;
    private final Response response;
    private final BufferedSource source;
    private final ReentrantLock reading = new ReentrantLock();
    private long left;

    OkStream(HttpExchange exchange, Response response) {
        this.exchange = exchange;
        this.request = exchange.request();
        this.response = response;
        this.source = response.body().source();
        this.left = request.maxResponseBytes();
    }

    @Override
    public int status() {
        return response.code();
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(response.header(name));
    }

    @Override
    public @Nullable String nextLine() {
        reading.lock();
        try {
            long end = source.indexOf((byte) '\n', 0, left);
            if (end < 0 && source.getBuffer().size() >= left && !source.exhausted()) {
                throw HttpFaults.tooLarge(request);
            }
            if (end < 0 && source.exhausted()) {
                return null;
            }
            long length = end < 0 ? source.getBuffer().size() : end + 1;
            left -= length;
            return source.readUtf8Line();
        } catch (IOException e) {
            throw HttpFaults.of(request, e);
        } catch (IllegalStateException e) {
            throw closed(e);
        } finally {
            reading.unlock();
        }
    }

    @Override
    public String rest() {
        reading.lock();
        try {
            return new String(HostHttp.read(source, left, request), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw HttpFaults.of(request, e);
        } catch (IllegalStateException e) {
            throw closed(e);
        } finally {
            reading.unlock();
        }
    }

    private static boolean isLineEnd(byte read) {
        return read == '\n' || read == '\r';
    }

    /** OkHttp's buffer says so when somebody closed the stream meanwhile. */
    private RuntimeException closed(IllegalStateException e) {
        return HttpFaults.of(request, new IOException("the stream was closed", e));
    }

    @Override
    public void close() {
        exchange.close();
        if (mayBeAtItsEnd()) {
            // A peer's last packet may be 40 ms behind (RFC 9293, delayed acknowledgements): nobody shall wait for it.
            Thread.ofVirtual().name("stream-end").start(() -> end(isAtItsEnd()));
        } else {
            end(false);
        }
    }

    private void end(boolean kept) {
        // Cancelled first: closing alone would read what is left, to keep the connection.
        if (!kept) {
            exchange.cancel();
        }
        try {
            response.close();
        } catch (IllegalStateException stillRead) {
            // OkHttp says so while another thread still reads; that one learns of the end from the cancelling.
        }
    }

    /** Whether nobody reads and nothing has arrived beyond the last line; waits for nothing. */
    private boolean mayBeAtItsEnd() {
        if (!reading.tryLock()) {
            return false;
        }
        try {
            // Events end with an empty line, also the last one, which its reader need not have seen.
            Buffer arrived = source.getBuffer();
            while (!arrived.exhausted() && isLineEnd(arrived.getByte(0))) {
                arrived.skip(1);
            }
            return arrived.exhausted();
        } catch (IOException | IllegalStateException closedMeanwhile) {
            return false;
        } finally {
            reading.unlock();
        }
    }

    /**
     * Whether nothing is left but the end itself, which a reader who knows the last line by its words does not wait for. Then
     * the connection, which took a handshake or two to make, serves the next request too.
     */
    private boolean isAtItsEnd() {
        if (!reading.tryLock()) {
            return false;
        }
        try {
            source.timeout().timeout(END_MILLIS, TimeUnit.MILLISECONDS);
            for (int i = 0; i < EMPTY && !source.exhausted() && isLineEnd(source.getBuffer().getByte(0)); i++) {
                source.skip(1);
            }
            return source.exhausted();
        } catch (IOException | IllegalStateException e) {
            return false;
        } finally {
            reading.unlock();
        }
    }
}

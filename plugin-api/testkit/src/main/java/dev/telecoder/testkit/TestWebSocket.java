package dev.telecoder.testkit;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.HttpRequest;
import dev.telecoder.api.http.WebSocket;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket of OkHttp, as the host's are. The JDK's own is not taken: where a text is sent while another arrives, it may never
 * learn of the end of a connection that is cut right then.
 */
final class TestWebSocket extends WebSocketListener implements WebSocket {

    private static final int NORMAL = 1000;
    private static final int LOST = 1006;
    private static final int NO_CODE = 1005;
    private static final OkHttpClient CLIENT = new OkHttpClient.Builder().pingInterval(30, TimeUnit.SECONDS).build();

    private final Listener listener;
    private final CompletableFuture<okhttp3.WebSocket> opened = new CompletableFuture<>();
    private final AtomicBoolean ended = new AtomicBoolean();

    private TestWebSocket(Listener listener) {
        this.listener = listener;
    }

    static TestWebSocket connect(HttpRequest request, Listener listener) {
        var socket = new TestWebSocket(listener);
        Request.Builder asked = new Request.Builder().url(request.url().toString().replaceFirst("^ws", "http"));
        request.headers().forEach(asked::header);
        okhttp3.WebSocket begun = CLIENT.newWebSocket(asked.build(), socket);
        try {
            socket.opened.get(request.timeout().toNanos(), TimeUnit.NANOSECONDS);
            return socket;
        } catch (InterruptedException interrupted) {
            begun.cancel();
            Thread.currentThread().interrupt();
            throw JdkHttp.cancelled(request);
        } catch (ExecutionException | TimeoutException failed) {
            begun.cancel();
            throw PluginException.of(Failure.UNAVAILABLE, request + " opened no WebSocket.", failed);
        }
    }

    @Override
    public void send(String text) {
        if (ended.get() || !opened.join().send(text)) {
            throw PluginException.of(Failure.UNAVAILABLE, "The WebSocket is closed.");
        }
    }

    @Override
    public void close() {
        if (!opened.join().close(NORMAL, "")) {
            opened.join().cancel();
        }
    }

    @Override
    public void onOpen(okhttp3.WebSocket socket, Response response) {
        opened.complete(socket);
    }

    @Override
    public void onMessage(okhttp3.WebSocket socket, String text) {
        listener.onText(text);
    }

    @Override
    public void onClosing(okhttp3.WebSocket socket, int code, String reason) {
        socket.close(code == LOST || code == NO_CODE ? NORMAL : code, null);
        end(code, reason);
    }

    @Override
    public void onFailure(okhttp3.WebSocket socket, Throwable failure, @Nullable Response response) {
        if (!opened.completeExceptionally(new IOException(failure))) {
            end(LOST, failure.getClass().getSimpleName());
        }
    }

    private void end(int code, String reason) {
        if (ended.compareAndSet(false, true)) {
            listener.onClosed(code, reason);
        }
    }
}

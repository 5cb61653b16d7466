package dev.telecoder.platform.http;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.HttpRequest;
import dev.telecoder.api.http.WebSocket;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A WebSocket, and what OkHttp tells of it. */
final class OkSocket extends WebSocketListener implements WebSocket {

    private static final Logger log = LoggerFactory.getLogger(OkSocket.class);
    private static final int NORMAL = 1000;
    private static final int LOST = 1006;

    private final HttpRequest request;
    private final Listener listener;
    private final CompletableFuture<okhttp3.WebSocket> opened = new CompletableFuture<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile CancellationToken.@Nullable Registration registration;

    OkSocket(HttpRequest request, Listener listener) {
        this.request = request;
        this.listener = listener;
    }

    WebSocket open(OkHttpClient client, Request handshake) {
        okhttp3.WebSocket socket = client.newWebSocket(handshake, this);
        registration = request.cancellation().map(token -> token.onCancel(socket::cancel)).orElse(null);
        try {
            opened.get(request.timeout().toMillis(), TimeUnit.MILLISECONDS);
            return this;
        } catch (InterruptedException e) {
            socket.cancel();
            Thread.currentThread().interrupt();
            throw HttpFaults.of(request, new IOException("interrupted", e));
        } catch (TimeoutException e) {
            socket.cancel();
            throw HttpFaults.of(request, new InterruptedIOException("timeout"));
        } catch (ExecutionException e) {
            forget();
            if (e.getCause() instanceof PluginException known) {
                throw known;
            }
            throw HttpFaults.of(request, e.getCause() instanceof IOException io ? io : new IOException(e.getCause()));
        }
    }

    @Override
    public void send(String text) {
        if (ended.get() || !opened.join().send(text)) {
            throw PluginException.of(
                    Failure.UNAVAILABLE, "The WebSocket to " + HttpFaults.who(request) + " is closed or too slow.");
        }
    }

    @Override
    public void close() {
        if (!opened.join().close(NORMAL, null)) {
            opened.join().cancel();
        }
    }

    @Override
    public void onOpen(okhttp3.WebSocket socket, Response response) {
        opened.complete(socket);
    }

    @Override
    public void onMessage(okhttp3.WebSocket socket, String text) {
        try {
            listener.onText(text);
        } catch (RuntimeException e) {
            // One message that cannot be handled must not end the connection.
            log.error("A message on a WebSocket to {} was not handled.", HttpFaults.who(request), e);
        }
    }

    @Override
    public void onMessage(okhttp3.WebSocket socket, ByteString bytes) {
        onMessage(socket, bytes.utf8());
    }

    @Override
    public void onClosing(okhttp3.WebSocket socket, int code, String reason) {
        socket.close(code == LOST || code == 1005 ? NORMAL : code, null);
        end(code, reason);
    }

    @Override
    public void onClosed(okhttp3.WebSocket socket, int code, String reason) {
        end(code, reason);
    }

    @Override
    public void onFailure(okhttp3.WebSocket socket, Throwable failure, @Nullable Response response) {
        if (!opened.isDone()) {
            opened.completeExceptionally(response == null || response.code() == 101
                    ? failure
                    : StatusFailure.of(
                            HttpFaults.who(request), new OkResponse(response.code(), response.headers(), new byte[0]),
                            ""));
            return;
        }
        end(LOST, Redacted.text(String.valueOf(failure.getMessage()), request.headers()));
    }

    private void end(int code, String reason) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        forget();
        try {
            listener.onClosed(code, reason);
        } catch (RuntimeException e) {
            log.error("The end of a WebSocket to {} was not handled.", HttpFaults.who(request), e);
        }
    }

    private void forget() {
        CancellationToken.Registration known = registration;
        if (known != null) {
            known.close();
        }
    }
}

package dev.telecoder.testkit;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.HttpRequest;
import dev.telecoder.api.http.WebSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A WebSocket of the JDK. Sends go one after the other, as the JDK demands. */
final class JdkWebSocket implements WebSocket {

    private final java.net.http.WebSocket socket;

    private JdkWebSocket(java.net.http.WebSocket socket) {
        this.socket = socket;
    }

    static JdkWebSocket connect(HttpClient client, HttpRequest request, Listener listener) {
        java.net.http.WebSocket.Builder builder = client.newWebSocketBuilder().connectTimeout(request.timeout());
        request.headers().forEach(builder::header);
        String url = request.url().toString();
        URI target = URI.create(url.startsWith("http") ? "ws" + url.substring(4) : url);
        try {
            return new JdkWebSocket(builder.buildAsync(target, new Forward(listener))
                    .get(request.timeout().toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw JdkHttp.cancelled(request);
        } catch (ExecutionException | TimeoutException failed) {
            throw PluginException.of(Failure.UNAVAILABLE, request + " opened no WebSocket.", failed);
        }
    }

    @Override
    public synchronized void send(String text) {
        try {
            socket.sendText(text, true).get(30, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw PluginException.of(Failure.CANCELLED, "Sending on the WebSocket was interrupted.");
        } catch (ExecutionException | TimeoutException failed) {
            throw PluginException.of(Failure.UNAVAILABLE, "The WebSocket is closed.", failed);
        }
    }

    @Override
    public void close() {
        if (!socket.isOutputClosed()) {
            socket.sendClose(java.net.http.WebSocket.NORMAL_CLOSURE, "");
        }
    }

    /** Joins the fragments of a message and tells of the end once. */
    private static final class Forward implements java.net.http.WebSocket.Listener {

        private final Listener listener;
        private final StringBuilder fragments = new StringBuilder();
        private final AtomicBoolean ended = new AtomicBoolean();

        private Forward(Listener listener) {
            this.listener = listener;
        }

        @Override
        public @Nullable CompletionStage<?> onText(java.net.http.WebSocket from, CharSequence data, boolean last) {
            fragments.append(data);
            if (last) {
                String whole = fragments.toString();
                fragments.setLength(0);
                listener.onText(whole);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(java.net.http.WebSocket from, int code, String reason) {
            end(code, reason);
            return null;
        }

        @Override
        public void onError(java.net.http.WebSocket from, Throwable error) {
            end(1006, error.getClass().getSimpleName());
        }

        private void end(int code, String reason) {
            if (ended.compareAndSet(false, true)) {
                listener.onClosed(code, reason);
            }
        }
    }
}

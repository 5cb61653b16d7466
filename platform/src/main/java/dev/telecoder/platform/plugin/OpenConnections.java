package dev.telecoder.platform.plugin;

import dev.telecoder.api.http.HttpStream;
import dev.telecoder.api.http.WebSocket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams and sockets that a version of a plugin has opened and not closed, so that none stays open when it ends. Safe
 * for use by many threads.
 */
final class OpenConnections {

    private static final Logger LOG = LoggerFactory.getLogger(OpenConnections.class);

    private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();
    private volatile boolean over;

    HttpStream keep(HttpStream stream) {
        return kept(new Stream(stream));
    }

    WebSocket keep(WebSocket socket) {
        return kept(new Socket(socket));
    }

    private <C extends AutoCloseable> C kept(C connection) {
        open.add(connection);
        if (over) {
            close(connection);
        }
        return connection;
    }

    /** Closes all that is open, and at once whatever is opened after this. */
    void closeAll() {
        over = true;
        open.forEach(OpenConnections::close);
    }

    private static void close(AutoCloseable connection) {
        try {
            connection.close();
        } catch (Exception e) {
            // Another thread may be reading from it, which now fails; the next one is closed all the same.
            LOG.debug("A connection of a plugin that ends was not closed in order.", e);
        }
    }

    private final class Stream implements HttpStream {

        private final HttpStream stream;

        Stream(HttpStream stream) {
            this.stream = stream;
        }

        @Override
        public int status() {
            return stream.status();
        }

        @Override
        public Optional<String> header(String name) {
            return stream.header(name);
        }

        @Override
        public @Nullable String nextLine() {
            return stream.nextLine();
        }

        @Override
        public String rest() {
            return stream.rest();
        }

        @Override
        public void close() {
            open.remove(this);
            stream.close();
        }
    }

    private final class Socket implements WebSocket {

        private final WebSocket socket;

        Socket(WebSocket socket) {
            this.socket = socket;
        }

        @Override
        public void send(String text) {
            socket.send(text);
        }

        @Override
        public void close() {
            open.remove(this);
            socket.close();
        }
    }
}

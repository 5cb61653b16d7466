package dev.telecoder.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server on a port of loopback that answers as a test says and keeps what it was asked: the service a plugin
 * talks to. It can stop in mid-character, fall silent and cut the connection. Safe for many threads.
 *
 * @since 1.0
 */
public final class LoopbackServer implements AutoCloseable {

    private final ServerSocket server;
    private final List<Request> requests = new ArrayList<>();
    private final BlockingQueue<Request> unread = new LinkedBlockingQueue<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Function<Request, Reply> answer = request -> Reply.of(404, "Nobody said what to answer.");

    private LoopbackServer(ServerSocket server) {
        this.server = server;
    }

    /** {@return a running server, which answers 404 until told otherwise} */
    public static LoopbackServer start() {
        try {
            LoopbackServer started = new LoopbackServer(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().name("loopback-server").start(started::accept);
            return started;
        } catch (IOException noPort) {
            throw new IllegalStateException("No port of loopback is free.", noPort);
        }
    }

    /**
     * Says what to answer from now on.
     *
     * @param how called for each request, by many threads
     */
    public void answer(Function<Request, Reply> how) {
        this.answer = how;
    }

    /**
     * Says what to answer from now on.
     *
     * @param always the answer
     */
    public void answer(Reply always) {
        answer(request -> always);
    }

    /** {@return where it listens, such as {@code http://127.0.0.1:40000}} */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** {@return the requests so far, in order} */
    public List<Request> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    /**
     * Waits for the next request.
     *
     * @param limit how long
     * @return the oldest request not yet returned
     */
    public Request next(Duration limit) {
        return Waiting.next(unread, limit, "a request to " + url());
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket; InputStream in = new BufferedInputStream(socket.getInputStream());
                OutputStream out = socket.getOutputStream()) {
            Request request = read(in);
            synchronized (requests) {
                requests.add(request);
            }
            unread.add(request);
            Reply reply = answer.apply(request);
            if (reply.socket != null && request.headers().containsKey("sec-websocket-key")) {
                out.write(("HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n"
                        + "sec-websocket-accept: " + LoopbackSocket.accept(request.headers().get("sec-websocket-key"))
                        + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                out.flush();
                new LoopbackSocket(socket, in, out).run(reply.socket);
            } else {
                reply.write(out, socket);
            }
        } catch (IOException gone) {
            // The plugin closed the connection; the test sees it at the plugin.
        } finally {
            open.remove(socket);
        }
    }

    private static Request read(InputStream in) throws IOException {
        String[] first = line(in).split(" ");
        if (first.length < 2) {
            throw new IOException("This is no HTTP request.");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Request(first[0], first[1], headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException ignored) {
            // It is gone either way.
        }
    }

    /**
     * A request as it came.
     *
     * @param method in upper case
     * @param target path and query
     * @param headers by name in lower case
     * @param body as UTF-8
     */
    public record Request(String method, String target, Map<String, String> headers, String body) {}

    /** An answer. Each method gives a new one. */
    public static final class Reply {

        private final int status;
        private final Map<String, String> headers;
        private final List<byte[]> pieces;
        private final Duration pause;
        private final End end;
        private @Nullable Consumer<LoopbackSocket> socket;

        private Reply(int status, Map<String, String> headers, List<byte[]> pieces, Duration pause, End end) {
            this.status = status;
            this.headers = headers;
            this.pieces = pieces;
            this.pause = pause;
            this.end = end;
        }

        /**
         * Makes an answer.
         *
         * @param status such as 200
         * @param body the text
         * @return the answer, as JSON if it looks like it
         */
        public static Reply of(int status, String body) {
            String type = body.startsWith("{") || body.startsWith("[") ? "application/json"
                    : "text/plain; charset=utf-8";
            return new Reply(status, Map.of("content-type", type), List.of(body.getBytes(StandardCharsets.UTF_8)),
                    Duration.ZERO, End.WHOLE);
        }

        /**
         * Makes a stream of server-sent events.
         *
         * @param body the events
         * @return the answer, with status 200
         */
        public static Reply events(String body) {
            return of(200, body).withHeader("content-type", "text/event-stream");
        }

        /**
         * Makes a WebSocket of the connection; a request that asks for none is answered 426.
         *
         * @param handler gets the socket before anything is read from it
         * @return the answer
         */
        public static Reply webSocket(Consumer<LoopbackSocket> handler) {
            Reply reply = of(426, "A WebSocket is expected.");
            reply.socket = handler;
            return reply;
        }

        /**
         * Adds a header.
         *
         * @param name its name
         * @param value its value
         * @return a new answer
         */
        public Reply withHeader(String name, String value) {
            Map<String, String> all = new LinkedHashMap<>(headers);
            all.put(name.toLowerCase(Locale.ROOT), value);
            return new Reply(status, all, pieces, pause, end);
        }

        /**
         * Sends the body in pieces, so that characters and lines are cut anywhere.
         *
         * @param bytes how long each piece is
         * @return a new answer
         */
        public Reply inPiecesOf(int bytes) {
            byte[] whole = whole();
            List<byte[]> cut = new ArrayList<>();
            for (int from = 0; from < whole.length; from += bytes) {
                cut.add(Arrays.copyOfRange(whole, from, Math.min(whole.length, from + bytes)));
            }
            return new Reply(status, headers, cut, Duration.ofMillis(1), end);
        }

        /** {@return a new answer, whose connection is cut after half of the body} */
        public Reply cutInTheMiddle() {
            byte[] whole = whole();
            return new Reply(status, headers, List.of(Arrays.copyOf(whole, whole.length / 2)), pause, End.CUT);
        }

        /** {@return a new answer, which ends after half of the body as if that were all} */
        public Reply endingInTheMiddle() {
            byte[] whole = whole();
            return new Reply(status, headers, List.of(Arrays.copyOf(whole, whole.length / 2)), pause, End.WHOLE);
        }

        /** {@return a new answer, which falls silent after half of the body and stays so} */
        public Reply silentInTheMiddle() {
            byte[] whole = whole();
            return new Reply(status, headers, List.of(Arrays.copyOf(whole, whole.length / 2)), pause, End.SILENT);
        }

        /**
         * Cuts the connection.
         *
         * @param bytes after how many bytes of the body
         * @return a new answer
         */
        public Reply cutAfter(int bytes) {
            return ending(bytes, End.CUT);
        }

        /**
         * Ends as if that were all.
         *
         * @param bytes after how many bytes of the body
         * @return a new answer
         */
        public Reply endingAfter(int bytes) {
            return ending(bytes, End.WHOLE);
        }

        /**
         * Falls silent and stays so.
         *
         * @param bytes after how many bytes of the body
         * @return a new answer
         */
        public Reply silentAfter(int bytes) {
            return ending(bytes, End.SILENT);
        }

        private Reply ending(int bytes, End how) {
            return new Reply(status, headers, List.of(Arrays.copyOf(whole(), bytes)), pause, how);
        }

        /**
         * Sends something else in place of the rest.
         *
         * @param bytes after how many bytes of the body
         * @param other what comes then
         * @return a new answer
         */
        public Reply turningInto(int bytes, String other) {
            return new Reply(status, headers,
                    List.of(Arrays.copyOf(whole(), bytes), other.getBytes(StandardCharsets.UTF_8)), Duration.ZERO, end);
        }

        /**
         * Pauses in between, then goes on.
         *
         * @param bytes after how many bytes of the body
         * @param time how long
         * @return a new answer
         */
        public Reply pausingAfter(int bytes, Duration time) {
            byte[] all = whole();
            return new Reply(status, headers,
                    List.of(Arrays.copyOf(all, bytes), Arrays.copyOfRange(all, bytes, all.length)), time, end);
        }

        /** {@return how many bytes the body has} */
        public int size() {
            return whole().length;
        }

        int status() {
            return status;
        }

        Map<String, String> headers() {
            return headers;
        }

        byte[] whole() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            pieces.forEach(all::writeBytes);
            return all.toByteArray();
        }

        private void write(OutputStream out, Socket socket) throws IOException {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\nconnection: close\r\n");
            head.append("transfer-encoding: chunked\r\n");
            headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
            out.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
            for (byte[] piece : pieces) {
                if (piece.length > 0) {
                    out.write((Integer.toHexString(piece.length) + "\r\n").getBytes(StandardCharsets.UTF_8));
                    out.write(piece);
                    out.write("\r\n".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                }
                pause();
            }
            switch (end) {
                case WHOLE -> out.write("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                case CUT -> out.flush();
                case SILENT -> socket.getInputStream().read();
            }
            out.flush();
        }

        private void pause() {
            if (pause.isPositive()) {
                try {
                    Thread.sleep(pause);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        /** How an answer ends. */
        private enum End { WHOLE, CUT, SILENT }
    }
}

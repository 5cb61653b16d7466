package dev.telecoder.bench.peer;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The least of an HTTP/1.1 server on loopback: it must cost next to nothing, since it shares the machine with what is
 * measured. A virtual thread for each connection; bodies have a length or are in chunks.
 */
final class HttpPeer {

    /** Answers requests; the whole answer is what it returns, sent in one piece. */
    interface Handler {

        byte[] answer(Request request) throws IOException, InterruptedException;
    }

    /** A request that was read completely. */
    record Request(String path, Map<String, String> query, byte[] body) {

        long number(String name, long otherwise) {
            String value = query.get(name);
            return value == null ? otherwise : Long.parseLong(value);
        }
    }

    private final ServerSocket socket;
    private final Handler handler;

    private HttpPeer(ServerSocket socket, Handler handler) {
        this.socket = socket;
        this.handler = handler;
    }

    /** Serves until the process ends; its port is printed once it listens. */
    static void serve(Handler handler) throws IOException {
        var peer = new HttpPeer(new ServerSocket(0, 4_096, InetAddress.getLoopbackAddress()), handler);
        Thread.ofPlatform().name("accept").start(peer::accept);
        System.out.println("ready " + peer.socket.getLocalPort());
        // Whoever started this process holds its input; when they are gone, so is it.
        while (System.in.read() >= 0) {
            continue;
        }
        System.exit(0);
    }

    static byte[] json(String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        byte[] head =
                ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[head.length + body.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }

    private void accept() {
        while (true) {
            try {
                Socket connection = socket.accept();
                connection.setTcpNoDelay(true);
                Thread.ofVirtual().name("connection").start(() -> talk(connection));
            } catch (IOException e) {
                System.err.println("peer: " + e);
            }
        }
    }

    private void talk(Socket connection) {
        try (connection;
                InputStream in = new BufferedInputStream(connection.getInputStream(), 8_192);
                OutputStream out = connection.getOutputStream()) {
            while (true) {
                String first = line(in);
                if (first.isEmpty()) {
                    return;
                }
                out.write(handler.answer(read(first, in)));
                out.flush();
            }
        } catch (IOException e) {
            // The other side is gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Request read(String first, InputStream in) throws IOException {
        int length = 0;
        boolean chunked = false;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            }
            chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
        }
        String target = first.split(" ")[1];
        int mark = target.indexOf('?');
        Map<String, String> query = new HashMap<>();
        if (mark >= 0) {
            for (String pair : target.substring(mark + 1).split("&")) {
                int equals = pair.indexOf('=');
                query.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return new Request(mark < 0 ? target : target.substring(0, mark), query,
                chunked ? chunks(in) : in.readNBytes(length));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        var all = new java.io.ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
            all.write(in.readNBytes(size));
            line(in);
        }
        line(in);
        return all.toByteArray();
    }

    /** A line without its end; empty at the end of the stream. */
    private static String line(InputStream in) throws IOException {
        var text = new StringBuilder(80);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                if (text.isEmpty()) {
                    return "";
                }
                throw new EOFException("in the middle of a line");
            }
            if (next != '\r') {
                text.append((char) next);
            }
        }
        return text.toString();
    }
}

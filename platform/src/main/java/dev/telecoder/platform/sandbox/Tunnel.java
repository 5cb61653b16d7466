package dev.telecoder.platform.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** One CONNECT: from the sandbox to a host it may reach, bytes both ways, counted. */
final class Tunnel {

    private static final int CONNECT_MILLIS = 10_000;

    private final EgressDoor door;
    private final SocketChannel inside;
    private final InputStream in;
    private final OutputStream out;

    Tunnel(EgressDoor door, SocketChannel inside, InputStream in, OutputStream out) {
        this.door = door;
        this.inside = inside;
        this.in = in;
        this.out = out;
    }

    void run(String target) throws IOException {
        int colon = target.lastIndexOf(':');
        int port = colon < 0 || !target.substring(colon + 1).matches("\\d{1,5}") ? -1
                : Integer.parseInt(target.substring(colon + 1));
        if (port < 1 || port > 65_535 || colon == 0) {
            door.refuse(out, "400 Bad Request", "CONNECT wants a host and a port, not " + target + ".");
            return;
        }
        String host = target.substring(0, colon);
        EgressPolicy policy = door.policy();
        String objection = policy.objectionTo(host, port);
        if (!objection.isEmpty()) {
            door.refuse(out, "403 Forbidden", objection + ".");
            return;
        }
        java.net.Socket outside;
        try {
            outside = connect(policy, host, port);
        } catch (UnknownHostException e) {
            door.refuse(out, "403 Forbidden", e.getMessage() + ".");
            return;
        } catch (IOException e) {
            door.refuse(out, "502 Bad Gateway", host + " cannot be reached: " + e.getMessage() + ".");
            return;
        }
        try {
            door.with(outside);
            out.write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            Thread back = Thread.ofVirtual().name("egress-back").start(() -> {
                try {
                    copy(outside.getInputStream(), out, door.bytesIn);
                    inside.shutdownOutput();
                } catch (IOException over) {
                    door.without(outside);
                }
            });
            try {
                copy(in, outside.getOutputStream(), door.bytesOut);
                outside.shutdownOutput();
                back.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        } finally {
            door.without(outside);
        }
    }

    /** Connects to an address that was checked, and never looks the name up again. */
    private static java.net.Socket connect(EgressPolicy policy, String host, int port) throws IOException {
        IOException last = new IOException("it has no address");
        for (InetAddress address : policy.addresses(host)) {
            var socket = new java.net.Socket(java.net.Proxy.NO_PROXY);
            try {
                socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
                socket.setTcpNoDelay(true);
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    private static void copy(InputStream from, OutputStream to, AtomicLong count) throws IOException {
        byte[] buffer = new byte[32 * 1024];
        for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
            to.write(buffer, 0, length);
            to.flush();
            count.addAndGet(length);
        }
    }
}

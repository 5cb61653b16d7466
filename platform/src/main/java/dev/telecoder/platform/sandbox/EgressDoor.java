package dev.telecoder.platform.sandbox;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way out of one task: listens on its socket, and answers each connection on a virtual thread. */
final class EgressDoor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EgressDoor.class);
    private static final int MOST_CONNECTIONS = 256;

    private final String task;
    private final Path socket;
    private final Supplier<List<String>> egress;
    private final EgressGateway.Parts parts;
    private final ServerSocketChannel listener;
    private final String modelKey = "tc-" + random();
    private final Semaphore room = new Semaphore(MOST_CONNECTIONS);
    private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();
    private volatile boolean limited;
    private volatile boolean closed;

    final AtomicLong connections = new AtomicLong();
    final AtomicLong refused = new AtomicLong();
    final AtomicLong bytesOut = new AtomicLong();
    final AtomicLong bytesIn = new AtomicLong();
    final AtomicLong modelRequests = new AtomicLong();

    EgressDoor(String task, Path socket, Supplier<List<String>> egress, EgressGateway.Parts parts) throws IOException {
        this.task = task;
        this.socket = socket;
        this.egress = egress;
        this.parts = parts;
        this.listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            Files.deleteIfExists(socket);
            listener.bind(UnixDomainSocketAddress.of(socket), MOST_CONNECTIONS);
            // The user inside is another than ours; the folder keeps everybody else away.
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
        Thread.ofVirtual().name("egress-" + task).start(this::listen);
    }

    Path socket() {
        return socket;
    }

    String task() {
        return task;
    }

    String modelKey() {
        return modelKey;
    }

    void limit(boolean toRegistries) {
        limited = toRegistries;
    }

    Traffic traffic() {
        return new Traffic(connections.get(), refused.get(), bytesOut.get(), bytesIn.get(), modelRequests.get());
    }

    EgressPolicy policy() {
        return limited ? EgressPolicy.atMostRegistries(egress.get()) : EgressPolicy.of(egress.get());
    }

    /** Whether a request carries this task's key, in any of the ways models are asked. */
    boolean isOurs(Head head) {
        String bearer = head.header("authorization");
        String given = bearer.toLowerCase(Locale.ROOT).startsWith("bearer ") ? bearer.substring(7).strip()
                : !head.header("x-api-key").isEmpty() ? head.header("x-api-key") : head.header("x-goog-api-key");
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), modelKey.getBytes(StandardCharsets.UTF_8));
    }

    /** Closes something with this door, unless it was closed before. */
    void with(AutoCloseable resource) throws IOException {
        open.add(resource);
        if (closed) {
            close(resource);
            throw new IOException("the task has ended");
        }
    }

    void without(AutoCloseable resource) {
        open.remove(resource);
        close(resource);
    }

    private void listen() {
        while (!closed) {
            try {
                SocketChannel channel = listener.accept();
                if (room.tryAcquire()) {
                    Thread.ofVirtual().name("egress-of-" + task).start(() -> answer(channel));
                } else {
                    channel.close();
                }
            } catch (IOException e) {
                if (!closed) {
                    LOG.warn("The way out of task {} takes no more connections: {}", task, e.toString());
                }
                return;
            }
        }
    }

    private void answer(SocketChannel channel) {
        try {
            with(channel);
            connections.incrementAndGet();
            InputStream in = new BufferedInputStream(Channels.newInputStream(channel), 32 * 1024);
            OutputStream out = Channels.newOutputStream(channel);
            Head head = Head.read(in);
            if (head.method().equals("CONNECT")) {
                new Tunnel(this, channel, in, out).run(head.target());
            } else if (head.target().startsWith("/")) {
                new ModelTalk(this, parts, in, out).run(head);
            } else {
                refuse(out, "403 Forbidden", "Only https leads out of this sandbox, not " + head.target()
                        .replaceFirst("^([a-zA-Z]+)://([^/?#]*).*", "$1://$2") + ".");
            }
        } catch (IOException | RuntimeException ended) {
            // One side went away, or spoke something else; there is nobody to tell.
            LOG.debug("A connection of task {} ended: {}", task, ended.toString());
        } finally {
            without(channel);
            room.release();
        }
    }

    /** Answers with a sentence instead of what was asked for. */
    void refuse(OutputStream out, String status, String why) throws IOException {
        refused.incrementAndGet();
        LOG.info("Task {}: {}", task, why);
        byte[] text = ("TeleCoder: " + why + "\n").getBytes(StandardCharsets.UTF_8);
        out.write(
                ("HTTP/1.1 " + status + "\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: " + text.length
                        + "\r\nconnection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.write(text);
        out.flush();
    }

    @Override
    public void close() {
        closed = true;
        close(listener);
        open.forEach(EgressDoor::close);
        try {
            Files.deleteIfExists(socket);
        } catch (IOException stillThere) {
            // The next start removes it.
        }
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception alreadyClosed) {
            // It is only let go.
        }
    }

    private static String random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}

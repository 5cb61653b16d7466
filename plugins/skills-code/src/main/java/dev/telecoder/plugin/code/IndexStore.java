package dev.telecoder.plugin.code;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The part of the index that outlives the process: a file for each repository, in the plugin's folder, to which what is new
 * is added. What it holds is found by the content of a file, so that each new clone of a repository finds it too. It is a
 * help only: one that is broken, or that another process writes to, is passed over. Many threads may read it.
 */
final class IndexStore implements Closeable {

    /** Keeps nothing. */
    static final IndexStore NONE = new IndexStore(null, null);

    private static final int FORMAT = 0x54434904;
    private static final long LARGEST = 96L << 20;
    private static final int HEAD = 12;

    private final @Nullable Path file;
    private final @Nullable FileChannel channel;
    private final Map<Long, long[]> places = new HashMap<>();
    private final Queue<Record> fresh = new ConcurrentLinkedQueue<>();

    private IndexStore(@Nullable Path file, @Nullable FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    private record Record(long key, byte[] bytes) {}

    static IndexStore open(Path folder, String name) {
        Path file = folder.resolve("index").resolve(Remark.hash(name) + ".bin");
        try {
            Files.createDirectories(file.getParent());
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            var store = new IndexStore(file, channel);
            store.scan(channel);
            return store;
        } catch (IOException e) {
            return NONE;
        }
    }

    /** {@return what is kept of a file with that content; null if nothing is} */
    @Nullable IndexEntry read(long key, String path) {
        long[] place = places.get(key);
        if (place == null || channel == null) {
            return null;
        }
        var bytes = ByteBuffer.allocate((int) place[1]);
        try {
            if (!full(channel, bytes, place[0])) {
                return null;
            }
            return IndexEntry.read(new DataInputStream(new ByteArrayInputStream(bytes.array())), path);
        } catch (IOException | RuntimeException e) {
            // Half a record, or one of other making: the file is read anew.
            return null;
        }
    }

    void keep(long key, IndexEntry entry) {
        if (file == null) {
            return;
        }
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            entry.write(out);
        } catch (IOException e) {
            throw new IllegalStateException("Writing to memory does not fail.", e);
        }
        fresh.add(new Record(key, bytes.toByteArray()));
    }

    @Override
    public void close() {
        if (channel == null) {
            return;
        }
        try (channel) {
            append(channel);
        } catch (IOException | OverlappingFileLockException e) {
            // Another search writes just now; what is new here is found out again next time.
            fresh.clear();
        }
    }

    private void append(FileChannel to) throws IOException {
        if (fresh.isEmpty()) {
            return;
        }
        try (FileLock lock = to.tryLock()) {
            if (lock == null) {
                return;
            }
            if (to.size() > LARGEST || to.size() < 4) {
                to.truncate(0);
                to.write(ByteBuffer.allocate(4).putInt(FORMAT).flip(), 0);
            }
            long at = to.size();
            for (Record record : fresh) {
                ByteBuffer bytes = ByteBuffer.allocate(HEAD + record.bytes().length).putLong(record.key())
                        .putInt(record.bytes().length).put(record.bytes()).flip();
                while (bytes.hasRemaining()) {
                    at += to.write(bytes, at);
                }
            }
        }
    }

    private void scan(FileChannel from) throws IOException {
        var head = ByteBuffer.allocate(HEAD);
        long size = from.size();
        if (size >= 4) {
            head.limit(4);
            if (!full(from, head, 0) || head.getInt(0) != FORMAT) {
                from.truncate(0);
                return;
            }
        }
        for (long at = 4; at + HEAD <= size;) {
            head.clear();
            if (!full(from, head, at)) {
                return;
            }
            int length = head.getInt(8);
            if (length < 0 || at + HEAD + length > size) {
                // A process ended while it wrote: what comes next is written over it.
                from.truncate(at);
                return;
            }
            places.put(head.getLong(0), new long[]{at + HEAD, length});
            at += HEAD + length;
        }
    }

    private static boolean full(FileChannel from, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            int read = from.read(bytes, at);
            if (read < 0) {
                return false;
            }
            at += read;
        }
        return true;
    }
}

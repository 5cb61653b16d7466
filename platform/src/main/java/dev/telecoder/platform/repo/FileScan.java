package dev.telecoder.platform.repo;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.dircache.DirCacheIterator;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.FileTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.WorkingTreeIterator;
import org.eclipse.jgit.treewalk.WorkingTreeOptions;
import org.jspecify.annotations.Nullable;

/**
 * Makes a git tree of the files in a folder, byte for byte: those git knows and new ones that are not ignored. What did
 * not change since the last scan is not read again; a change is told by size, times, and inode, of which programs cannot
 * set the time of the last change.
 */
final class FileScan {

    private static final int VERSION = 1;
    private static final long RACY_NANOS = 2_000_000_000L;

    private final Path root;
    private final Path memory;

    FileScan(Path root, Path memory) {
        this.root = root;
        this.memory = memory;
    }

    private record Seen(long size, long modified, long changed, long inode, int mode, ObjectId id) {

        boolean isOf(Seen now) {
            return size == now.size && modified == now.modified && changed == now.changed && inode == now.inode
                    && mode == now.mode;
        }
    }

    /** {@return the tree of the folder's files, written to {@code shadow}} */
    ObjectId tree(Repository shadow, @Nullable DirCache tracked) throws IOException {
        Map<String, Seen> before = remembered();
        Map<String, Seen> now = new HashMap<>(before.size() * 2);
        long started = System.currentTimeMillis() * 1_000_000L;
        DirCache files = DirCache.newInCore();
        DirCacheBuilder builder = files.builder();
        ObjectId tree;
        try (ObjectInserter inserter = shadow.newObjectInserter(); TreeWalk walk = new TreeWalk(inserter.newReader())) {
            walk.addTree(new FileTreeIterator(root.toFile(), InertFs.plain(),
                    shadow.getConfig().get(WorkingTreeOptions.KEY), new FileTreeIterator.NoGitlinksStrategy()));
            walk.addTree(tracked == null ? new org.eclipse.jgit.treewalk.EmptyTreeIterator()
                    : new DirCacheIterator(tracked));
            while (walk.next()) {
                WorkingTreeIterator file = walk.getTree(0, WorkingTreeIterator.class);
                if (file == null || walk.getTree(1, DirCacheIterator.class) == null && file.isEntryIgnored()) {
                    continue;
                }
                if (file.getEntryFileMode() == FileMode.TREE) {
                    walk.enterSubtree();
                    continue;
                }
                Seen seen = look(walk.getPathString(), file.getEntryFileMode(), before, inserter);
                if (seen != null) {
                    DirCacheEntry entry = new DirCacheEntry(walk.getRawPath());
                    entry.setFileMode(FileMode.fromBits(seen.mode));
                    entry.setObjectId(seen.id);
                    builder.add(entry);
                    if (started - Math.max(seen.modified, seen.changed) > RACY_NANOS) {
                        now.put(walk.getPathString(), seen);
                    }
                }
            }
            builder.finish();
            tree = files.writeTree(inserter);
            inserter.flush();
        }
        if (!now.equals(before)) {
            remember(now);
        }
        return tree;
    }

    private @Nullable Seen look(String path, FileMode mode, Map<String, Seen> before, ObjectInserter inserter)
            throws IOException {
        Path file = root.resolve(path);
        Map<String, Object> attributes;
        try {
            attributes = Files.readAttributes(file, "unix:size,lastModifiedTime,ctime,ino,isSymbolicLink,isRegularFile",
                    LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
        Seen now = new Seen((long) attributes.get("size"), nanos(attributes.get("lastModifiedTime")),
                nanos(attributes.get("ctime")), (long) attributes.get("ino"), mode.getBits(), ObjectId.zeroId());
        Seen old = before.get(path);
        if (old != null && old.isOf(now)) {
            return old;
        }
        ObjectId id;
        if (attributes.get("isSymbolicLink").equals(true)) {
            id = inserter.insert(Constants.OBJ_BLOB,
                    Files.readSymbolicLink(file).toString().getBytes(StandardCharsets.UTF_8));
        } else if (attributes.get("isRegularFile").equals(true)) {
            try (var content = Files.newByteChannel(file, java.util.Set.of(java.nio.file.StandardOpenOption.READ,
                    LinkOption.NOFOLLOW_LINKS)); var stream = java.nio.channels.Channels.newInputStream(content)) {
                byte[] bytes = now.size <= 1 << 22 ? stream.readAllBytes() : null;
                id = bytes != null ? inserter.insert(Constants.OBJ_BLOB, bytes)
                        : inserter.insert(Constants.OBJ_BLOB, now.size, stream);
            }
        } else {
            return null;
        }
        return new Seen(now.size, now.modified, now.changed, now.inode, now.mode, id);
    }

    private static long nanos(Object time) {
        java.time.Instant instant = ((FileTime) time).toInstant();
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }

    private Map<String, Seen> remembered() {
        Map<String, Seen> all = new HashMap<>();
        if (!Files.exists(memory)) {
            return all;
        }
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(memory), 1 << 16))) {
            if (in.readInt() != VERSION) {
                return all;
            }
            for (int left = in.readInt(); left > 0; left--) {
                String path = in.readUTF();
                long size = in.readLong();
                long modified = in.readLong();
                long changed = in.readLong();
                long inode = in.readLong();
                int mode = in.readInt();
                byte[] id = in.readNBytes(Constants.OBJECT_ID_LENGTH);
                all.put(path, new Seen(size, modified, changed, inode, mode, ObjectId.fromRaw(id)));
            }
            return all;
        } catch (IOException | RuntimeException e) {
            // It only saves reading the files again.
            return new HashMap<>();
        }
    }

    private void remember(Map<String, Seen> all) throws IOException {
        Path next = Files.createTempFile(memory.getParent(), "scan-", ".tmp");
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(next), 1 << 16))) {
            out.writeInt(VERSION);
            out.writeInt((int) all.keySet().stream().filter(FileScan::fits).count());
            byte[] raw = new byte[Constants.OBJECT_ID_LENGTH];
            for (Map.Entry<String, Seen> entry : all.entrySet()) {
                if (fits(entry.getKey())) {
                    Seen seen = entry.getValue();
                    out.writeUTF(entry.getKey());
                    out.writeLong(seen.size);
                    out.writeLong(seen.modified);
                    out.writeLong(seen.changed);
                    out.writeLong(seen.inode);
                    out.writeInt(seen.mode);
                    seen.id.copyRawTo(raw, 0);
                    out.write(raw);
                }
            }
        }
        Files.move(next, memory, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean fits(String path) {
        return path.length() < 16_000;
    }
}

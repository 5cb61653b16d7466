package dev.telecoder.plugin.code;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Remembers the words and definitions of files that were searched: in memory as long as the files are as they were, what was
 * not asked for longest going first, and beyond that in an {@link IndexStore}. Any thread may use it.
 */
final class Index {

    private static final long LARGEST = 1_000_000;

    /** The one of this plugin; of the memory it may take, a tenth of what the host has is seldom needed. */
    static final Index SHARED = new Index(Math.min(128L << 20, Runtime.getRuntime().maxMemory() / 10));

    private final long limit;
    private final Map<Path, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);
    private long size;

    Index(long limit) {
        this.limit = limit;
    }

    private record Entry(long modified, Object key, long length, IndexEntry known) {

        boolean isOf(BasicFileAttributes file) {
            return modified == file.lastModifiedTime().toMillis() && length == file.size()
                    && key.equals(identity(file));
        }
    }

    /**
     * Looks which words a file has, unless that is known.
     *
     * @param root the workspace
     * @param path the file, relative to it
     * @param store what other processes found out
     * @return its sketch; an empty one if the file is no source file, too large, or went away
     */
    Sketch sketch(Path root, String path, IndexStore store) {
        return entry(root, path, false, store).sketch();
    }

    /**
     * Reads what a file defines, unless that is known.
     *
     * @param root the workspace
     * @param path the file, relative to it
     * @param store what other processes found out
     * @return its passages; none if the file is no source file, too large, or went away
     */
    List<Passage> passages(Path root, String path, IndexStore store) {
        return Objects.requireNonNullElse(entry(root, path, true, store).passages(), List.of());
    }

    private IndexEntry entry(Path root, String path, boolean whole, IndexStore store) {
        Path file = root.resolve(path);
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Entry known;
            synchronized (entries) {
                known = entries.get(file);
            }
            if (known != null && known.isOf(attributes) && (!whole || known.known().passages() != null)) {
                return known.known();
            }
            IndexEntry entry = read(file, path, attributes, whole, store);
            put(file, new Entry(attributes.lastModifiedTime().toMillis(), identity(attributes), attributes.size(),
                    entry));
            return entry;
        } catch (IOException e) {
            // A file that went away since it was listed has nothing to find.
            return IndexEntry.NONE;
        }
    }

    /** {@return about how many bytes it takes} */
    long size() {
        synchronized (entries) {
            return size;
        }
    }

    private void put(Path file, Entry entry) {
        synchronized (entries) {
            Entry before = entries.put(file, entry);
            size += entry.known().size() - (before == null ? 0 : before.known().size());
            for (Iterator<Entry> oldest = entries.values().iterator(); size > limit && oldest.hasNext();) {
                size -= oldest.next().known().size();
                oldest.remove();
            }
        }
    }

    /** Tells a file from another one that was put in its place within the same moment. */
    private static Object identity(BasicFileAttributes file) {
        Object key = file.fileKey();
        return key == null ? "" : key;
    }

    private static IndexEntry read(Path file, String path, BasicFileAttributes attributes, boolean whole,
            IndexStore store)
            throws IOException {
        Language language = Language.of(path).orElse(null);
        if (language == null || attributes.size() > LARGEST) {
            return IndexEntry.NONE;
        }
        byte[] bytes = Files.readAllBytes(file);
        long key = IndexEntry.key(path, bytes);
        IndexEntry kept = store.read(key, path);
        if (kept != null && (!whole || kept.passages() != null)) {
            return kept;
        }
        String text = TextFile.plain(bytes);
        var entry = new IndexEntry(kept == null ? Sketch.of(text) : kept.sketch(),
                whole ? passages(path, language, text) : null);
        store.keep(key, entry);
        return entry;
    }

    private static List<Passage> passages(String path, Language language, String text) {
        Source source = Source.of(language, text);
        return passages(path, source, Definitions.in(language, source)).toList();
    }

    static Stream<Passage> passages(String path, Source source, List<Definition> all) {
        List<Definition> parts = all.stream().filter(part -> part.isCallable() || part.isType())
                .sorted(Comparator.comparingInt(Definition::start)).toList();
        return all.stream()
                .filter(definition -> definition.isCallable() || definition.isType()
                        || definition.kind().equals("type"))
                .filter(definition -> !definition.declared() || !definition.kind().equals("namespace"))
                .map(definition -> Passage.of(path, source, definition, inside(definition, parts)));
    }

    /** {@return what is defined in it; a list in order of their starts, of which some hundreds may be in a file} */
    private static List<Definition> inside(Definition definition, List<Definition> parts) {
        return parts.subList(firstAfter(parts, definition.at()), parts.size()).stream()
                .takeWhile(part -> part.start() < definition.end()).filter(part -> part.end() <= definition.end())
                .toList();
    }

    private static int firstAfter(List<Definition> parts, int at) {
        int low = 0;
        int high = parts.size();
        while (low < high) {
            int middle = (low + high) / 2;
            if (parts.get(middle).start() > at) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}

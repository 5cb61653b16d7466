package dev.telecoder.plugin.deps;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.osv.Advisory;
import dev.telecoder.support.osv.PackageVersion;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder of OSV records, one or several a file, in any nesting. Only which file names which package is kept in memory, since
 * such a folder may hold hundreds of thousands. Does not change; safe for many threads.
 */
final class OsvDatabase implements Advisories {

    private static final long MAX_BYTES = 32L << 20;

    private final Map<String, List<Path>> files;
    private final int unreadable;
    private final Json json;

    private OsvDatabase(Map<String, List<Path>> files, int unreadable, Json json) {
        this.files = files;
        this.unreadable = unreadable;
        this.json = json;
    }

    /** {@return something that is the same as long as the folder's files are} */
    static String stamp(Path folder) throws IOException {
        long sum = 0;
        int count = 0;
        for (Path file : list(folder)) {
            count++;
            sum += 31L * file.toString().hashCode() + Files.size(file) * 7919L
                    + Files.getLastModifiedTime(file).toMillis();
        }
        return folder + " " + count + " " + sum;
    }

    static OsvDatabase open(Path folder, Json json, CancellationToken cancellation) throws IOException {
        Map<String, List<Path>> files = new HashMap<>();
        int unreadable = 0;
        for (Path file : list(folder)) {
            cancellation.throwIfCancelled();
            List<Advisory> records = records(file, json);
            unreadable += records.isEmpty() ? 1 : 0;
            Set<String> names = new LinkedHashSet<>();
            for (Advisory one : records) {
                if (!one.withdrawn()) {
                    one.packages().forEach(named -> names.add(key(named.ecosystem(), named.name())));
                }
            }
            names.forEach(name -> files.computeIfAbsent(name, key -> new ArrayList<>(1)).add(file));
        }
        return new OsvDatabase(files, unreadable, json);
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return all.filter(
                    file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".json") && Files.isRegularFile(file))
                    .sorted().toList();
        } catch (java.io.UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }

    private static List<Advisory> records(Path file, Json json) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                return List.of();
            }
            JsonValue value = json.parse(Files.readString(file));
            List<JsonValue> all = value.items().isEmpty() ? List.of(value) : value.items();
            return all.stream().flatMap(one -> Advisory.of(one).stream()).toList();
        } catch (IOException | PluginException broken) {
            return List.of();
        }
    }

    /** The release of a distribution is left to {@link Advisory}. */
    private static String key(String ecosystem, String name) {
        PackageVersion named = new PackageVersion(ecosystem.replaceFirst(":.*", ""), name, "");
        return named.ecosystem() + " " + named.plainName();
    }

    @Override
    public Map<PackageVersion, List<Advisory>> about(Collection<PackageVersion> packages, List<String> notes,
            CancellationToken cancellation) {
        if (unreadable > 0) {
            notes.add(unreadable + " files of the database are no OSV records and were left out.");
        }
        Map<PackageVersion, List<Advisory>> found = new LinkedHashMap<>();
        Map<Path, List<Advisory>> read = new HashMap<>();
        for (PackageVersion one : packages) {
            cancellation.throwIfCancelled();
            List<Advisory> about = new ArrayList<>();
            for (Path file : files.getOrDefault(key(one.ecosystem(), one.name()), List.of())) {
                about.addAll(read.computeIfAbsent(file, path -> records(path, json)));
            }
            found.put(one, about);
        }
        return found;
    }
}

package dev.telecoder.plugin.code;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What reviews of a repository shall remember: its own rules, the remarks somebody turned down, and which lines of a pull
 * request were seen. A file for each repository in the plugin's folder; any thread may use it.
 */
final class ReviewMemory {

    private static final Object WRITING = new Object();
    private static final int MOST_PULLS = 200;

    private final Path file;
    private final Json json;
    private final String repo;

    ReviewMemory(Path folder, String repo, Json json) {
        this.file = folder.resolve("reviews").resolve(Remark.hash(repo) + ".json");
        this.repo = repo;
        this.json = json;
    }

    /**
     * What is remembered.
     *
     * @param rules what to look at in this repository, in words
     * @param rejected the ids of remarks not to be made again
     * @param pulls what was seen of pull requests, by number
     */
    record Notes(List<String> rules, Set<String> rejected, Map<String, Seen> pulls) {

        static final Notes NONE = new Notes(List.of(), Set.of(), Map.of());

        Notes withRules(List<String> others) {
            return new Notes(others, rejected, pulls);
        }

        Notes withRejected(Set<String> more) {
            var all = new LinkedHashSet<>(rejected);
            all.addAll(more);
            return new Notes(rules, all, pulls);
        }

        Notes withSeen(long number, Seen seen) {
            var all = new LinkedHashMap<>(pulls);
            all.remove(String.valueOf(number));
            all.put(String.valueOf(number), seen);
            while (all.size() > MOST_PULLS) {
                all.remove(all.keySet().iterator().next());
            }
            return new Notes(rules, rejected, all);
        }
    }

    /**
     * How far a pull request was reviewed.
     *
     * @param head its newest commit then
     * @param lines how often each added line was there, by its hash
     */
    record Seen(String head, Map<String, Integer> lines) {}

    Notes read() throws IOException {
        if (!Files.exists(file)) {
            return Notes.NONE;
        }
        JsonValue value;
        try {
            value = json.parse(Files.readString(file));
        } catch (PluginException e) {
            throw new IOException("What was remembered of reviews in " + file + " cannot be read: " + e.getMessage()
                    + " Repair the file or delete it.", e);
        }
        var pulls = new LinkedHashMap<String, Seen>();
        value.get("pulls").members().forEach((number, one) -> {
            var lines = new LinkedHashMap<String, Integer>();
            one.get("lines").members().forEach((hash, count) -> lines.put(hash, count.asInt(1)));
            pulls.put(number, new Seen(one.get("head").text(), lines));
        });
        return new Notes(value.get("rules").items().stream().map(JsonValue::text).toList(),
                value.get("rejected").items().stream().map(JsonValue::text)
                        .collect(Collectors.toCollection(LinkedHashSet::new)),
                pulls);
    }

    /** Changes what is remembered; of two at once none is lost. */
    Notes change(UnaryOperator<Notes> how) throws IOException {
        synchronized (WRITING) {
            Notes before = read();
            Notes after = how.apply(before);
            if (!after.equals(before)) {
                write(after);
            }
            return after;
        }
    }

    private void write(Notes notes) throws IOException {
        var pulls = JsonValue.object();
        notes.pulls().forEach((number, seen) -> pulls.put(number, Map.of("head", seen.head(), "lines", seen.lines())));
        JsonValue value = JsonValue.object().put("repo", repo).put("rules", notes.rules())
                .put("rejected", notes.rejected()).put("pulls", pulls.build()).build();
        Files.createDirectories(file.getParent());
        Path ready = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            Files.writeString(ready, value.toString());
            Files.move(ready, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(ready);
        }
    }
}

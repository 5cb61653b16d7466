package dev.telecoder.plugin.code;

import dev.telecoder.api.CancellationToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds definitions by their name, or by a sentence about them. Many threads may use it. */
final class DefinitionSearch {

    private static final long LARGEST = 1_000_000;

    private final Path root;
    private final FileFinder files;
    private final CancellationToken cancellation;
    private final IndexStore store;

    DefinitionSearch(Path root, FileFinder files, CancellationToken cancellation) {
        this(root, files, cancellation, IndexStore.NONE);
    }

    DefinitionSearch(Path root, FileFinder files, CancellationToken cancellation, IndexStore store) {
        this.store = store;
        this.root = root;
        this.files = files;
        this.cancellation = cancellation;
    }

    /** Names the files that have one of some words. */
    interface FileFinder {
        List<String> find(SearchRequest request, List<String> words) throws Git.Refused, Git.Missing, IOException;
    }

    private record Parsed(String path, Source source, List<Definition> definitions) {}

    Hits symbol(SearchRequest request) throws Git.Refused, Git.Missing, IOException {
        String wanted = plain(request.query(), request.ignoreCase());
        String last = wanted.substring(wanted.lastIndexOf('.') + 1);
        var sure = new ArrayList<Hit>();
        var declared = new ArrayList<Hit>();
        for (Parsed file : parsed(files.find(request, List.of(last)))) {
            for (Definition definition : file.definitions()) {
                String qualified = plain(definition.qualified(), request.ignoreCase());
                boolean named = qualified.equals(wanted) || qualified.endsWith("." + wanted)
                        || plain(definition.name(), request.ignoreCase()).equals(wanted);
                if (named) {
                    (definition.declared() ? declared : sure)
                            .add(Shown.hit(file.path(), file.source(), definition, null));
                }
            }
        }
        List<Hit> hits = sure.isEmpty() ? declared : sure;
        hits.sort(Comparator.comparing((Hit hit) -> weight(hit.kind())).thenComparing(Hit::path)
                .thenComparingInt(Hit::line));
        return Hits.page(hits, request.offset(), request.limit());
    }

    Hits ranked(SearchRequest request) throws Git.Refused, Git.Missing, IOException {
        List<String> sources =
                files.find(request, List.of()).stream().filter(path -> Language.of(path).isPresent()).toList();
        List<Sketch> sketches = sources.parallelStream().map(path -> {
            cancellation.throwIfCancelled();
            return Index.SHARED.sketch(root, path, store);
        }).toList();
        int[] words = Words.ofQuery(request.query()).stream().mapToInt(String::hashCode).toArray();
        List<Passage> passages = Nearest.files(sources, sketches, words).parallelStream().flatMap(path -> {
            cancellation.throwIfCancelled();
            return Index.SHARED.passages(root, path, store).stream();
        }).toList();
        return Hits.page(Ranking.best(passages, words), request.offset(), request.limit());
    }

    private List<Parsed> parsed(List<String> paths) {
        return paths.parallelStream().filter(path -> Language.of(path).isPresent()).flatMap(this::parse).toList();
    }

    private Stream<Parsed> parse(String path) {
        cancellation.throwIfCancelled();
        try {
            Path file = root.resolve(path);
            if (Files.size(file) > LARGEST) {
                return Stream.empty();
            }
            Language language = Language.of(path).orElseThrow();
            Source source = Source.of(language, TextFile.plain(Files.readAllBytes(file)));
            return Stream.of(new Parsed(path, source, Definitions.in(language, source)));
        } catch (IOException e) {
            // A file that went away since git saw it has nothing to find.
            return Stream.empty();
        }
    }

    private static int weight(@Nullable String kind) {
        return Arrays.asList("class", "interface", "struct", "trait", "enum", "record", "object", "type").contains(kind)
                ? 0 : 1;
    }

    private static String plain(String name, boolean ignoreCase) {
        String plain = name.strip().replace("::", ".").replace("#", ".").replace("->", ".").replace("\\", ".")
                .replaceAll("\\(.*\\)$", "").replaceAll("^\\.+", "");
        return ignoreCase ? plain.toLowerCase(Locale.ROOT) : plain;
    }
}

package dev.telecoder.plugin.repo;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks through a working tree, without following links and without running anything of it. Counts what git tracks or does
 * not ignore; where git cannot say, everything but the usual folders of build output.
 */
final class Survey {

    private static final int MOST_FILES = 200_000;
    private static final Set<String> SKIPPED =
            Set.of(".git", "node_modules", "target", "build", "dist", "vendor", ".venv",
                    "venv", "__pycache__", ".gradle", ".idea", ".tox", "bin", "obj");
    /** Copies of other projects, which some commit. */
    private static final Set<String> OF_OTHERS = Set.of("node_modules", "vendor");
    private static final Map<String, String> LANGUAGES = Map.ofEntries(Map.entry("java", "Java"),
            Map.entry("kt", "Kotlin"),
            Map.entry("kts", "Kotlin"), Map.entry("scala", "Scala"), Map.entry("groovy", "Groovy"),
            Map.entry("py", "Python"),
            Map.entry("js", "JavaScript"), Map.entry("jsx", "JavaScript"), Map.entry("mjs", "JavaScript"),
            Map.entry("cjs", "JavaScript"), Map.entry("ts", "TypeScript"), Map.entry("tsx", "TypeScript"),
            Map.entry("go", "Go"), Map.entry("rs", "Rust"), Map.entry("rb", "Ruby"), Map.entry("php", "PHP"),
            Map.entry("cs", "C#"), Map.entry("c", "C"), Map.entry("h", "C"), Map.entry("cc", "C++"),
            Map.entry("cpp", "C++"),
            Map.entry("hpp", "C++"), Map.entry("swift", "Swift"), Map.entry("sh", "Shell"), Map.entry("bash", "Shell"),
            Map.entry("ex", "Elixir"), Map.entry("exs", "Elixir"), Map.entry("clj", "Clojure"), Map.entry("lua", "Lua"),
            Map.entry("dart", "Dart"), Map.entry("hs", "Haskell"), Map.entry("pl", "Perl"), Map.entry("r", "R"));
    private static final Set<String> DOCS =
            Set.of("agents.md", "claude.md", "contributing.md", "readme.md", "readme.rst",
                    "readme.txt", "readme", "architecture.md", "development.md", "hacking.md", ".editorconfig",
                    "copilot-instructions.md",
                    ".cursorrules");

    private final Map<String, Integer> languages = new HashMap<>();
    private final Set<String> docs = new TreeSet<>();
    private final Set<String> ci = new TreeSet<>();
    private int files;

    private Survey() {}

    static Profile of(Path root, CancellationToken cancellation) {
        Survey survey = new Survey();
        Optional<Set<String>> listed = ListedFiles.of(root, cancellation);
        if (listed.isPresent()) {
            listed.get().forEach(path -> survey.add(path, OF_OTHERS));
        } else {
            survey.walk(root, cancellation);
        }
        return survey.profile(root);
    }

    /** Takes a file into account; of what is under one of {@code others} only that it is there. */
    private void add(String path, Set<String> others) {
        files++;
        List<String> parts = List.of(path.split("/"));
        if (parts.subList(0, parts.size() - 1).stream().anyMatch(others::contains)) {
            return;
        }
        String name = parts.getLast().toLowerCase(Locale.ROOT);
        String language = LANGUAGES.get(name.substring(name.lastIndexOf('.') + 1));
        if (language != null && name.contains(".")) {
            languages.merge(language, 1, Integer::sum);
        }
        if (DOCS.contains(name) && parts.size() <= 2 || path.equals(".github/copilot-instructions.md")) {
            docs.add(path);
        }
        if (isCi(path)) {
            ci.add(path);
        }
    }

    private void walk(Path root, CancellationToken cancellation) {
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {

                @Override
                public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                    boolean skipped = !dir.equals(root) && SKIPPED.contains(dir.getFileName().toString());
                    return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    cancellation.throwIfCancelled();
                    add(root.relativize(file).toString().replace('\\', '/'), Set.of());
                    return files < MOST_FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw PluginException.of(Failure.UNAVAILABLE, "The working tree could not be read: " + e.getMessage(), e);
        }
    }

    private Profile profile(Path root) {
        List<String> ordered = languages.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey).toList();
        Toolchain toolchain = Toolchain.of(root, ordered);
        return new Profile(ordered, toolchain.build(), toolchain.commands(), files, conventionsFirst(docs),
                List.copyOf(ci));
    }

    private static boolean isCi(String path) {
        return path.startsWith(".github/workflows/") || path.startsWith(".circleci/") || path.startsWith(".buildkite/")
                || Set.of(".gitlab-ci.yml", ".gitlab-ci.yaml", "Jenkinsfile", "azure-pipelines.yml", ".travis.yml",
                        "bitbucket-pipelines.yml").contains(path)
                || path.equals(".ci/run");
    }

    private static List<String> conventionsFirst(Set<String> docs) {
        List<String> ordered = new ArrayList<>(docs);
        ordered.sort(java.util.Comparator.comparing((String doc) -> rank(doc)).thenComparing(doc -> doc));
        return ordered.stream().limit(20).toList();
    }

    private static int rank(String doc) {
        String name = doc.toLowerCase(Locale.ROOT);
        int folder = doc.contains("/") ? 4 : 0;
        return folder
                + (name.endsWith("agents.md") || name.endsWith("claude.md") ? 0 : name.contains("contributing") ? 1
                        : name.contains("readme") ? 2 : 3);
    }
}

package dev.telecoder.plugin.deps;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The files of a workspace that say what it depends on, by folder. Nothing outside the workspace is read. For one run. */
final class Project {

    private static final Set<String> SKIPPED =
            Set.of(".git", "node_modules", ".venv", "venv", ".tox", ".gradle", ".idea",
                    "__pycache__", "target", "vendor", "bower_components", ".terraform", ".yarn");
    private static final Pattern INTERESTING =
            Pattern.compile("pom\\.xml|gradle\\.lockfile|buildscript-gradle\\.lockfile"
                    + "|.*\\.versions\\.toml|build\\.gradle(\\.kts)?|gradle\\.properties|package-lock\\.json|npm-shrinkwrap\\.json"
                    + "|package\\.json|pnpm-lock\\.yaml|yarn\\.lock|.*requirements.*\\.(txt|in)|constraints.*\\.txt|poetry\\.lock"
                    + "|uv\\.lock|Pipfile(\\.lock)?|pyproject\\.toml|Cargo\\.lock|go\\.mod|go\\.sum|composer\\.(json|lock)"
                    + "|Gemfile\\.lock|gems\\.locked|packages\\.lock\\.json|packages\\.config|.*\\.(csproj|fsproj|vbproj)"
                    + "|Directory\\.(Packages|Build)\\.props");
    private static final int MAX_FILES = 200_000;
    private static final long MAX_BYTES = 64L << 20;

    private final Path root;
    private final Json json;
    private final Map<String, Map<String, Path>> folders = new TreeMap<>();

    Project(Path workspace, Json json) throws IOException {
        this.root = workspace.toRealPath();
        this.json = json;
        int[] left = {MAX_FILES};
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return !folder.equals(root) && SKIPPED.contains(String.valueOf(folder.getFileName()))
                        ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = String.valueOf(file.getFileName());
                if (attributes.isRegularFile() && INTERESTING.matcher(name).matches()) {
                    folders.computeIfAbsent(relative(file.getParent()), key -> new TreeMap<>()).put(name, file);
                }
                return --left[0] > 0 ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** {@return the folders that have such files, relative to the workspace, each with its files by name} */
    Map<String, Map<String, Path>> folders() {
        return folders;
    }

    String relative(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    /** {@return the text of a file; empty if it is not there, too large, or lies outside} */
    String text(Path file) {
        try {
            Path real = file.toRealPath();
            if (!real.startsWith(root) || Files.size(real) > MAX_BYTES || !Files.isRegularFile(real)) {
                return "";
            }
            byte[] bytes = Files.readAllBytes(real);
            boolean wide = bytes.length > 1 && (bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE
                    || bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF);
            String text = new String(bytes, wide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (IOException unreadable) {
            return "";
        }
    }

    /** {@return the text of the file that a path, seen from a folder, is} */
    String text(String folder, String path) {
        try {
            return text(root.resolve(folder).resolve(path).normalize());
        } catch (InvalidPathException none) {
            return "";
        }
    }

    /** {@return the path without dots in it; empty if it leads outside} */
    String normal(String path) {
        try {
            Path file = root.resolve(path).normalize();
            return file.startsWith(root) ? relative(file) : "";
        } catch (InvalidPathException none) {
            return "";
        }
    }

    /** {@return what a JSON file says; JSON's null if it cannot be read, which is noted} */
    JsonValue json(Path file, List<String> notes) {
        try {
            return json.parse(text(file));
        } catch (PluginException broken) {
            notes.add(relative(file) + " cannot be read: " + broken.getMessage());
            return JsonValue.NULL;
        }
    }
}

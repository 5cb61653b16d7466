package dev.telecoder.plugins.skills.test;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The folder a run is about, and the rule that nothing outside it is looked at. For one run. */
final class Workspace {

    private static final Set<String> SKIPPED =
            Set.of(".git", "node_modules", ".venv", "venv", ".tox", ".gradle", ".idea",
                    "__pycache__");
    private static final int MAX_FILES = 50_000;

    private final Path root;

    Workspace(Path root) throws IOException {
        this.root = root.toRealPath();
    }

    Path root() {
        return root;
    }

    /**
     * Finds a path somebody named, relative to the workspace or absolute inside it.
     *
     * @return the real path of what is there; empty if nothing is, or if it lies outside, also behind a link
     */
    Optional<Path> find(String named) {
        try {
            Path path = root.resolve(named);
            if (!Files.exists(path)) {
                return Optional.empty();
            }
            Path real = path.toRealPath();
            return real.startsWith(root) ? Optional.of(real) : Optional.empty();
        } catch (InvalidPathException | IOException none) {
            return Optional.empty();
        }
    }

    /** {@return whether a path, there or not, would lie outside} */
    boolean outside(String named) {
        try {
            Path path = root.resolve(named).normalize();
            return !path.startsWith(root) || Files.exists(path) && !path.toRealPath().startsWith(root);
        } catch (InvalidPathException | IOException strange) {
            return true;
        }
    }

    /** {@return the path relative to the workspace, with slashes; empty for the workspace itself} */
    String relative(Path path) {
        return root.relativize(path).toString().replace('\\', '/');
    }

    boolean has(Path folder, String name) {
        return Files.isRegularFile(folder.resolve(name));
    }

    /** Reads a small file of the project; what cannot be read counts as empty. */
    String text(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) < 1 << 20 ? Files.readString(file) : "";
        } catch (IOException unreadable) {
            return "";
        }
    }

    /** Visits the files below a folder, but for those of tools, and follows no link. */
    void files(Path folder, int depth, Consumer<Path> visitor) {
        int[] left = {MAX_FILES};
        try {
            Files.walkFileTree(folder, Set.of(), depth, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    boolean skip =
                            !directory.equals(folder) && SKIPPED.contains(String.valueOf(directory.getFileName()));
                    return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()) {
                        visitor.accept(file);
                    }
                    return --left[0] > 0 ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException unreadable) {
            // What cannot be listed holds nothing we could use.
        }
    }

    /** {@return whether a file below the folder has a name of that form} */
    boolean anyFile(Path folder, int depth, String nameRegex) {
        boolean[] found = {false};
        files(folder, depth, file -> found[0] |= file.getFileName().toString().matches(nameRegex));
        return found[0];
    }
}

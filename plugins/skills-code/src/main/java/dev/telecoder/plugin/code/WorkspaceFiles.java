package dev.telecoder.plugin.code;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Turns the paths a model names into files of the workspace, and refuses those that leave it, also through a link.
 * Knows nothing but the root, so many threads may use it.
 */
final class WorkspaceFiles {

    private final Path root;
    private final Path realRoot;

    WorkspaceFiles(Path root) throws IOException {
        this.root = root.toAbsolutePath().normalize();
        this.realRoot = root.toRealPath();
    }

    /**
     * A file of the workspace, which need not exist.
     *
     * @param name relative to the workspace, with {@code /}; empty for the workspace itself
     * @param file where it really is, links resolved
     */
    record Place(String name, Path file) {}

    /** Thrown for a path that is not one of the workspace. */
    static final class Outside extends Exception {

        private static final long serialVersionUID = 1L;

        Outside(String message) {
            super(message);
        }
    }

    Path root() {
        return realRoot;
    }

    Place place(String path) throws Outside {
        Path relative = relative(path);
        Path real = real(realRoot.resolve(relative), path);
        if (!real.startsWith(realRoot)) {
            throw new Outside("'" + path + "' leads out of the workspace through a link.");
        }
        if (touchesGit(relative) || touchesGit(realRoot.relativize(real))) {
            throw new Outside("'" + path + "' is inside .git, which only the git skills may touch.");
        }
        return new Place(slashes(relative), real);
    }

    private Path relative(String path) throws Outside {
        if (path.isBlank()) {
            throw new Outside("The path is empty. Expected one relative to the workspace, such as src/Main.java.");
        }
        Path given;
        try {
            given = Path.of(path);
        } catch (InvalidPathException e) {
            throw new Outside("'" + path + "' is not a path: " + e.getReason());
        }
        if (given.isAbsolute()) {
            Path absolute = given.normalize();
            if (absolute.startsWith(root)) {
                return root.relativize(absolute);
            }
            if (absolute.startsWith(realRoot)) {
                return realRoot.relativize(absolute);
            }
            throw new Outside("'" + path + "' is outside the workspace. Paths are relative to its root.");
        }
        Path normal = given.normalize();
        if (normal.startsWith("..")) {
            throw new Outside("'" + path + "' is outside the workspace. Paths are relative to its root.");
        }
        return normal;
    }

    /** Resolves links as far as the path exists; the rest is new and has none. */
    private static Path real(Path file, String named) throws Outside {
        try {
            if (Files.exists(file)) {
                return file.toRealPath();
            }
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new Outside("'" + named + "' goes through a link to something that does not exist.");
            }
            Path parent = file.getParent();
            return parent == null ? file : real(parent, named).resolve(file.getFileName());
        } catch (IOException e) {
            throw new Outside("'" + named + "' cannot be looked up: " + e.getMessage());
        }
    }

    private static boolean touchesGit(Path path) {
        for (Path part : path) {
            if (part.toString().equalsIgnoreCase(".git")) {
                return true;
            }
        }
        return false;
    }

    private static String slashes(Path path) {
        return path.toString().replace('\\', '/');
    }
}

package dev.telecoder.plugin.git;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Paths as a model gives them: relative to the repository, or absolute inside it. */
final class RepoPaths {

    private RepoPaths() {}

    static List<String> of(Path root, @Nullable String path, List<String> paths) {
        List<String> all = new ArrayList<>(paths);
        if (path != null && !path.isBlank()) {
            all.add(path);
        }
        return all.stream().map(given -> inside(root, given)).toList();
    }

    private static String inside(Path root, String given) {
        try {
            Path base = root.toAbsolutePath().normalize();
            Path target = base.resolve(given.strip()).normalize();
            if (target.startsWith(base)) {
                String relative = base.relativize(target).toString().replace('\\', '/');
                return relative.isEmpty() ? "." : relative;
            }
        } catch (InvalidPathException e) {
            // Told as any other path that is not in the repository.
        }
        throw PluginException.of(Failure.REJECTED,
                "The path '" + given
                        + "' is outside the repository. Give a path relative to its root, such as src/Main.java.");
    }
}

package dev.telecoder.platform.repo;

import java.util.List;

/**
 * The files whose change always asks a person before it is pushed. Safe for many threads.
 *
 * @param patterns globs; one without a slash matches in any folder
 */
public record AskPaths(List<String> patterns) {

    /** What asks unless the operator says otherwise. */
    public static final AskPaths DEFAULT = new AskPaths(List.of(".github/workflows/**", "CODEOWNERS"));

    /** Copies the patterns. */
    public AskPaths {
        patterns = List.copyOf(patterns);
    }

    /**
     * Picks those that ask.
     *
     * @param paths paths relative to the repository, with {@code /}
     * @return those of them that ask
     */
    public List<String> among(List<String> paths) {
        List<Glob> globs = patterns.stream().map(Glob::ofPath).toList();
        return paths.stream().filter(path -> globs.stream().anyMatch(glob -> glob.matches(path))).toList();
    }
}

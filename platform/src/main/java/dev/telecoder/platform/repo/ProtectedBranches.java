package dev.telecoder.platform.repo;

import java.util.List;

/**
 * The branches that no standing permission covers. Safe for many threads.
 *
 * @param patterns names and globs, such as {@code main} and {@code release/*}
 */
public record ProtectedBranches(List<String> patterns) {

    /** What is protected unless the operator says otherwise. */
    public static final ProtectedBranches DEFAULT = new ProtectedBranches(List.of("main", "master", "release/*"));

    /** Copies the patterns. */
    public ProtectedBranches {
        patterns = List.copyOf(patterns);
    }

    /**
     * Tells whether a branch is protected.
     *
     * @param branch its name, also as {@code refs/heads/main}
     * @return whether it is
     */
    public boolean covers(String branch) {
        String name = branch.startsWith("refs/heads/") ? branch.substring("refs/heads/".length()) : branch;
        return patterns.stream().anyMatch(pattern -> Glob.of(pattern).matches(name));
    }
}

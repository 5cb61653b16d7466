package dev.telecoder.platform.repo;

/**
 * What makes a push ask.
 *
 * @param branches the protected branches
 * @param paths the paths that ask
 * @param largestDiff how many changed lines do not ask
 */
public record PushRules(ProtectedBranches branches, AskPaths paths, int largestDiff) {

    /** What holds unless the operator says otherwise. */
    public static final PushRules DEFAULT = new PushRules(ProtectedBranches.DEFAULT, AskPaths.DEFAULT, 4_000);
}

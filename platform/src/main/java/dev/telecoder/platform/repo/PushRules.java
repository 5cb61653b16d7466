package dev.telecoder.platform.repo;

/**
 * What makes a push ask.
 *
 * @param branches the protected branches
 * @param paths the paths that ask
 */
public record PushRules(ProtectedBranches branches, AskPaths paths) {

    /** What holds unless the operator says otherwise. */
    public static final PushRules DEFAULT = new PushRules(ProtectedBranches.DEFAULT, AskPaths.DEFAULT);
}

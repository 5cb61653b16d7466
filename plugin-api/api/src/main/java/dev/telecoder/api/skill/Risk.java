package dev.telecoder.api.skill;

/**
 * The worst a skill can do, from harmless to hard to undo. The operator's policy says from which
 * level on a person must agree first.
 *
 * @since 1.0
 */
public enum Risk {
    /** Only looks. */
    READ,
    /** Changes files of the task's own workspace, or runs code inside an isolating sandbox without secrets. */
    WRITE,
    /** Is seen by others or leaves the machine: push, pull request, comment, a request that carries a secret. */
    EXTERNAL,
    /** Cannot be taken back, or runs outside the configured runtime: force-push, merge to a protected branch, deploy. */
    DANGEROUS
}

package dev.telecoder.platform.repo;

/**
 * What consent to a git effect is bound to: if any part changes, the consent was for something else.
 *
 * @param branch the branch that is checked out; empty if none is
 * @param base the commit that is checked out; empty in a repository without one
 * @param tree the hash of all files as they are in the working tree
 */
public record Binding(String branch, String base, String tree) {

    /** {@return one line that is equal if and only if all parts are} */
    public String text() {
        return "branch " + branch + " base " + base + " tree " + tree;
    }
}

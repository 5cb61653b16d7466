package dev.telecoder.platform.sandbox;

import java.util.List;

/**
 * What {@code status} and {@code doctor} tell of sandboxes.
 *
 * @param runtime the id of the runtime in use, or {@code none}
 * @param missing what it cannot enforce, such as {@code memory}
 * @param detail why there is none, or what it lacks, in a sentence; may be empty
 */
public record SandboxStatus(String runtime, List<String> missing, String detail) {

    /** What stands in place of an id where there is no runtime. */
    public static final String NONE = "none";

    /** Copies the list. */
    public SandboxStatus {
        missing = List.copyOf(missing);
    }

    /** {@return whether commands can run} */
    public boolean available() {
        return !runtime.equals(NONE);
    }
}

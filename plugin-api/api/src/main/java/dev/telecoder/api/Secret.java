package dev.telecoder.api;

import java.util.Objects;

/**
 * A value that must not be seen: a token, a password, a key. Its {@link #toString} and its log line are
 * {@code ***}; whoever needs the value says so with {@link #reveal}.
 *
 * @param reveal the value itself
 * @since 1.0
 */
public record Secret(String reveal) {

    /** Checks that there is a value. */
    public Secret {
        Objects.requireNonNull(reveal, "reveal");
    }

    @Override
    public String toString() {
        return "***";
    }
}

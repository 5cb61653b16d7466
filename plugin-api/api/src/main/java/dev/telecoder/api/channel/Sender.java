package dev.telecoder.api.channel;

import java.util.Objects;

/**
 * Who sent a message. The id is the platform's own.
 *
 * @param id the account at the platform; it never changes for a person
 * @param name what people call them; may change
 * @param bot whether the platform says it is a program
 * @since 1.0
 */
public record Sender(String id, String name, boolean bot) {

    /** Checks that the id is there. */
    public Sender {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
    }

    /**
     * Makes the sender of a message a person wrote.
     *
     * @param id the account at the platform
     * @param name what people call them
     */
    public Sender(String id, String name) {
        this(id, name, false);
    }
}

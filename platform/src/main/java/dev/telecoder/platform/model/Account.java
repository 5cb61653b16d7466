package dev.telecoder.platform.model;

import org.jspecify.annotations.Nullable;

/**
 * On whose account the model is asked.
 *
 * @param conversation the conversation, or {@code null}
 * @param turn the turn, or {@code null}
 * @param task the task, whose limit holds, or {@code null}
 * @param person on whose behalf, or {@code null}
 * @param repo the repository it is about, or {@code null}
 * @param monitor the monitor that began it, or {@code null}
 */
public record Account(@Nullable String conversation, @Nullable String turn, @Nullable String task,
        @Nullable String person, @Nullable String repo, @Nullable String monitor) {

    /** Nobody's in particular. */
    public static final Account NONE = new Account(null, null, null, null, null, null);
}

package dev.telecoder.api.channel;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a message comes from or goes to. The ids are the platform's own and mean nothing to the
 * host, which only compares and stores them.
 *
 * @param channel the id of the channel, such as {@code telegram}
 * @param chat the chat, room or issue
 * @param thread the thread inside the chat, or {@code null} if the message is not in one
 * @since 1.0
 */
public record ChatAddress(
        String channel, String chat, @Nullable String thread) {

    /** Checks that the required ids are there. */
    public ChatAddress {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(chat, "chat");
    }
}

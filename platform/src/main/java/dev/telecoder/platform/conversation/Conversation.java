package dev.telecoder.platform.conversation;

import dev.telecoder.api.channel.ChatAddress;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An ongoing talk with a person, or with those in a thread, about their repositories.
 *
 * @param id our id
 * @param title a few words
 * @param kind whose it is
 * @param state whether it goes on
 * @param owner the person of a direct conversation; {@code null} in a shared one
 * @param people ids of those in it
 * @param addresses where it is held, the one used last first
 * @param repos the repositories in context
 * @param focus the repository that skills work on by themselves, if any
 * @param createdAt when it began
 * @param updatedAt when something was last said
 */
public record Conversation(String id, String title, Kind kind, State state, @Nullable String owner, List<String> people,
        List<ChatAddress> addresses, List<String> repos, @Nullable String focus, Instant createdAt, Instant updatedAt) {

    /** Copies the lists. */
    public Conversation {
        people = List.copyOf(people);
        addresses = List.copyOf(addresses);
        repos = List.copyOf(repos);
    }

    /** Whose a conversation is. */
    public enum Kind {
        /** One person's, over all their accounts. */
        DIRECT,
        /** That of everybody at its address. */
        SHARED
    }

    /** Whether a conversation goes on. */
    public enum State {
        /** It does. */
        ACTIVE,
        /** It waits, for money or for a person. */
        PAUSED,
        /** It is over; {@code /new} began another. */
        ARCHIVED;

        /** {@return the name in JSON} */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

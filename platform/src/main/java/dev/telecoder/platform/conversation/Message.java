package dev.telecoder.platform.conversation;

import dev.telecoder.api.skill.Origin;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation. Messages are stored and never changed.
 *
 * @param id our id
 * @param conversation the conversation
 * @param turn the turn it led to or came from, if any
 * @param role who speaks
 * @param person the person who wrote it; {@code null} for our own
 * @param sender what to call who wrote it
 * @param channel the channel it came through; that of the answer for our own
 * @param markdown what was said
 * @param attachments the files that came with it
 * @param audience ids of the people who could see it
 * @param origin whose words they are, for the asking person
 * @param sentAt when
 */
public record Message(String id, String conversation, @Nullable String turn, Role role, @Nullable String person,
        String sender,
        String channel, String markdown, List<StoredFile> attachments, List<String> audience, Origin origin,
        Instant sentAt) {

    /** Copies the lists. */
    public Message {
        attachments = List.copyOf(attachments);
        audience = List.copyOf(audience);
    }

    /** Who speaks. */
    public enum Role {
        /** A person. */
        USER,
        /** The agent. */
        ASSISTANT,
        /** The host: answers to commands, notices. */
        SYSTEM
    }

    /**
     * A file that came with a message.
     *
     * @param name its name
     * @param mediaType its type
     * @param size its size in bytes
     * @param path where it is kept, relative to the home's data folder
     */
    public record StoredFile(String name, String mediaType, long size, String path) {}
}

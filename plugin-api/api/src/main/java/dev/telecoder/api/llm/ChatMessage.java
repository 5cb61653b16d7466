package dev.telecoder.api.llm;

import java.util.List;
import java.util.Objects;

/**
 * One message of the conversation with a model.
 *
 * @param role who speaks; results of tools are in a message of the user
 * @param content what is said, at least one piece
 * @since 1.0
 */
public record ChatMessage(Role role, List<Content> content) {

    /** Copies the content. */
    public ChatMessage {
        Objects.requireNonNull(role, "role");
        content = List.copyOf(content);
    }

    /**
     * Makes a message of text.
     *
     * @param role who speaks
     * @param text what is said
     * @return the message
     */
    public static ChatMessage text(Role role, String text) {
        return new ChatMessage(role, List.of(new Content.Text(text)));
    }

    /** {@return the pieces of text, joined} */
    public String text() {
        StringBuilder all = new StringBuilder();
        for (Content piece : content) {
            if (piece instanceof Content.Text text) {
                all.append(text.text());
            }
        }
        return all.toString();
    }

    /** Who speaks. */
    public enum Role {
        /** The person, and the results of tools. */
        USER,
        /** The model. */
        ASSISTANT
    }
}

package dev.telecoder.platform.model;

import dev.telecoder.api.llm.LlmRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What somebody chose with {@code /model}; it is never replaced unasked.
 *
 * @param provider the provider, or {@code null} for the usual one
 * @param model the model, or {@code null} for the usual one
 * @param thinking how long it may think, or {@code null} for as long as usual
 */
public record Pick(@Nullable String provider, @Nullable String model, LlmRequest.@Nullable Thinking thinking) {

    /** Nothing was chosen. */
    public static final Pick DEFAULT = new Pick(null, null, null);

    boolean namesModel() {
        return model != null;
    }

    /**
     * Reads a level.
     *
     * @param word such as {@code high}
     * @return the level, or {@code null} if there is none of this name
     */
    public static LlmRequest.@Nullable Thinking thinking(String word) {
        for (LlmRequest.Thinking level : LlmRequest.Thinking.values()) {
            if (level.name().equals(word.toUpperCase(Locale.ROOT))) {
                return level;
            }
        }
        return null;
    }
}

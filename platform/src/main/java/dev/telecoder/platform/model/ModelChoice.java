package dev.telecoder.platform.model;

import dev.telecoder.api.llm.LlmRequest.Thinking;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What config.yaml says of the model: section {@code llm}.
 *
 * @param provider the provider, or {@code null} to take the first that finds a way to work
 * @param model the model, or {@code null} for the provider's first
 * @param smallModel the model for small questions, or {@code null} for the same
 * @param fallbacks who answers if the first cannot, in order
 * @param contextTokens how large a request may be; 0 for the usual
 * @param maxOutputTokens how large an answer may be; 0 for the usual
 * @param thinking how long a model may think
 * @param ownMachines the providers whose address is on a machine of one's own; {@code *} for any
 */
public record ModelChoice(@Nullable String provider, @Nullable String model, @Nullable String smallModel,
        List<Fallback> fallbacks, int contextTokens, int maxOutputTokens, Thinking thinking, Set<String> ownMachines) {

    /** Copies the collections. */
    public ModelChoice {
        fallbacks = List.copyOf(fallbacks);
        ownMachines = Set.copyOf(ownMachines);
    }

    /**
     * Makes a choice of a model alone.
     *
     * @param provider the provider, or {@code null}
     * @param model the model, or {@code null}
     * @param smallModel the model for small questions, or {@code null}
     */
    public ModelChoice(@Nullable String provider, @Nullable String model, @Nullable String smallModel) {
        this(provider, model, smallModel, List.of(), 0, 0, Thinking.MEDIUM, Set.of());
    }

    /**
     * Another provider or model.
     *
     * @param provider the provider, or {@code null} for the first one
     * @param model the model, or {@code null} for the provider's first
     */
    public record Fallback(@Nullable String provider, @Nullable String model) {}

    boolean onOwnMachine(String id) {
        return ownMachines.contains(id) || ownMachines.contains("*");
    }
}

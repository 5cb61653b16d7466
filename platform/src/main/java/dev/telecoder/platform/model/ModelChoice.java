package dev.telecoder.platform.model;

import org.jspecify.annotations.Nullable;

/**
 * What config.yaml says of the model: section {@code llm}.
 *
 * @param provider the provider, or {@code null} to take the first that finds a way to work
 * @param model the model, or {@code null} for the provider's first
 * @param smallModel the model for small questions, or {@code null} for the same
 */
public record ModelChoice(@Nullable String provider, @Nullable String model, @Nullable String smallModel) {}

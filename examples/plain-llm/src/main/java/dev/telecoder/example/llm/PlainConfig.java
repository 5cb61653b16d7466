package dev.telecoder.example.llm;

import dev.telecoder.api.Secret;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The section {@code llm}, as far as this provider reads it. */
record PlainConfig(@Nullable URI baseUrl, @Nullable Secret apiKey) {}

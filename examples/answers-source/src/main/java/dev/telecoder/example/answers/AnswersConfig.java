package dev.telecoder.example.answers;

import dev.telecoder.api.Secret;
import org.jspecify.annotations.Nullable;

/** The section {@code answers}. */
record AnswersConfig(@Nullable Secret secret) {

    AnswersConfig {
        if (secret == null || secret.reveal().length() < 8) {
            throw new IllegalArgumentException(
                    "secret is missing or shorter than 8 characters. Senders put it into the header X-Answers-Secret.");
        }
    }
}

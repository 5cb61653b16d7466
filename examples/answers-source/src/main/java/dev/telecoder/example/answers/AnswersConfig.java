package dev.telecoder.example.answers;

import dev.telecoder.api.Secret;
import dev.telecoder.api.Setting;
import org.jspecify.annotations.Nullable;

/** The section {@code answers}. */
@Setting("Answers that a webhook brings.")
record AnswersConfig(@Setting(value = "What senders put into the header X-Answers-Secret; at least 8 characters.",
        required = true, examples = "${ANSWERS_SECRET}") @Nullable Secret secret) {

    AnswersConfig {
        if (secret == null || secret.reveal().length() < 8) {
            throw new IllegalArgumentException(
                    "secret is missing or shorter than 8 characters. Senders put it into the header X-Answers-Secret.");
        }
    }
}

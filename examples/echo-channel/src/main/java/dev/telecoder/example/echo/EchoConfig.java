package dev.telecoder.example.echo;

import dev.telecoder.api.Secret;
import org.jspecify.annotations.Nullable;

/** The section {@code channels.echo}. */
record EchoConfig(@Nullable Secret secret, @Nullable String file) {

    EchoConfig {
        if (secret == null || secret.reveal().length() < 8) {
            throw new IllegalArgumentException(
                    "secret is missing or shorter than 8 characters. Senders put it into the header X-Echo-Secret.");
        }
        if (file == null || file.isBlank()) {
            throw new IllegalArgumentException("file is missing. It names the file that answers are appended to.");
        }
    }
}

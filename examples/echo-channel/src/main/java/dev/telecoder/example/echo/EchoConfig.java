package dev.telecoder.example.echo;

import dev.telecoder.api.Secret;
import dev.telecoder.api.Setting;
import org.jspecify.annotations.Nullable;

/** The section {@code channels.echo}. */
@Setting("A chat without a platform.")
record EchoConfig(
        @Setting(value = "What senders put into the header X-Echo-Secret; at least 8 characters.", required = true,
                examples = "${ECHO_SECRET}") @Nullable Secret secret,
        @Setting(value = "The file that answers are appended to, one JSON object a line.", required = true,
                examples = "/tmp/answers.jsonl") @Nullable String file) {

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

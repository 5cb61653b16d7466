package dev.telecoder.example.llm;

import dev.telecoder.api.Secret;
import dev.telecoder.api.Setting;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The section {@code llm}, as far as this provider reads it. */
@Setting("Which model answers.")
record PlainConfig(
        @Setting(value = "Where the server is.", examples = "http://127.0.0.1:8000") @Nullable URI baseUrl,
        @Setting(value = "The key, if the server wants one.", examples = "${PLAIN_KEY}") @Nullable Secret apiKey) {}

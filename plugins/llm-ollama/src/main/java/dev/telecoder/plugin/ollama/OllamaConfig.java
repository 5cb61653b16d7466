package dev.telecoder.plugin.ollama;

import dev.telecoder.api.Secret;
import dev.telecoder.api.Setting;
import dev.telecoder.support.llm.LlmFallback;
import dev.telecoder.support.llm.LlmSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code llm} with what only this provider knows.
 *
 * @param provider which provider the main part is for; null if the host finds one out
 * @param model the model of the main part
 * @param baseUrl what stands before {@code /api/chat}; null for {@code OLLAMA_HOST} or this machine
 * @param apiKey the key, for a server behind a proxy that wants one
 * @param fallbacks who answers if the first cannot
 * @param ollama how the model is run
 */
@Setting("Which model answers.")
record OllamaConfig(
        @Setting(value = "The id of the provider; without one, whichever finds a key or a local server.",
                examples = "ollama") @Nullable String provider,
        @Setting(value = "The model's name, as ollama list shows it.", examples = "qwen3:8b") @Nullable String model,
        @Setting(value = "What stands before /api/chat.",
                examples = "http://127.0.0.1:11434") @Nullable String baseUrl,
        @Setting("The key, where a proxy before the server wants one.") @Nullable Secret apiKey,
        @Setting("Who answers if the first cannot, in order.") List<LlmFallback> fallbacks,
        @Setting("How Ollama runs the model.") @Nullable Run ollama) {

    OllamaConfig {
        fallbacks = List.copyOf(fallbacks);
        ollama = ollama == null ? Run.USUAL : ollama;
        // Checked there, also when nobody asks.
        new LlmSettings(provider, model, baseUrl, apiKey, fallbacks);
    }

    /**
     * How the model is run.
     *
     * @param numCtx how many tokens request and answer may have together; null to grow with the conversation
     * @param keepAlive how long the model stays in memory; null for the server's own
     */
    @Setting("How Ollama runs the model.")
    record Run(
            @Setting(
                    value = "How many tokens request and answer may have together. More take more memory. Without a number"
                            + " it grows with the conversation, from 8192 to 131072.",
                    min = 1024,
                    examples = "32768") @Nullable Integer numCtx,
            @Setting(value = "How long the model stays in memory after an answer: a time, or -1 for ever.",
                    examples = "30m") @Nullable String keepAlive) {

        static final Run USUAL = new Run(null, null);

        Run {
            if (numCtx != null && numCtx < 1024) {
                throw new IllegalArgumentException("num_ctx is " + numCtx + ". Expected at least 1024.");
            }
        }
    }

    LlmSettings shared() {
        return new LlmSettings(provider, model, baseUrl, apiKey, fallbacks);
    }
}

package dev.telecoder.plugin.openai;

import dev.telecoder.api.Secret;
import dev.telecoder.api.Setting;
import dev.telecoder.support.llm.LlmFallback;
import dev.telecoder.support.llm.LlmSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code llm} with what only this plugin knows.
 *
 * @param provider which provider the main part is for; null if the host finds one out
 * @param model the model of the main part
 * @param baseUrl what stands before {@code /chat/completions} and {@code /responses}; null for the vendor's own
 * @param apiKey the key; null to take it from the environment, or for a server that wants none
 * @param fallbacks who answers if the first cannot
 * @param openai how the server of the provider openai differs
 */
@Setting("Which model answers.")
record OpenAiConfig(
        @Setting(value = "The id of the provider; without one, whichever finds a key or a local server.",
                examples = "openai") @Nullable String provider,
        @Setting(value = "The model's name; without one, the provider's best for coding.",
                examples = "gpt-5-codex") @Nullable String model,
        @Setting(value = "What stands before /chat/completions and /responses.",
                examples = "https://api.openai.com/v1") @Nullable String baseUrl,
        @Setting(value = "The provider's key; without one, the variable in the environment that the provider names.",
                examples = "${OPENAI_API_KEY}") @Nullable Secret apiKey,
        @Setting("Who answers if the first cannot, in order.") List<LlmFallback> fallbacks,
        @Setting("How a server that speaks OpenAI's language differs from it.") @Nullable Quirks openai) {

    OpenAiConfig {
        fallbacks = List.copyOf(fallbacks);
        openai = openai == null ? Quirks.NONE : openai;
        // Checked there, also when nobody asks.
        new LlmSettings(provider, model, baseUrl, apiKey, fallbacks);
    }

    LlmSettings shared() {
        return new LlmSettings(provider, model, baseUrl, apiKey, fallbacks);
    }

    Quirks of(Vendor vendor) {
        return vendor == Vendor.OPENAI && openai != null ? openai : Quirks.NONE;
    }
}

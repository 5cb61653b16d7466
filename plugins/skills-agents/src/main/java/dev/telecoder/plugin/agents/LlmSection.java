package dev.telecoder.plugin.agents;

import dev.telecoder.api.Setting;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What of the section {@code llm} is needed here.
 *
 * @param provider who answers
 * @param model the model
 * @param agents the coding agents
 */
@Setting("Which model answers.")
record LlmSection(
        @Setting(value = "The id of the provider; without one, whichever finds a key or a local server.",
                examples = "anthropic") @Nullable String provider,
        @Setting(value = "The model's name; without one, the provider's best for coding.",
                examples = "claude-sonnet-4-5") @Nullable String model,
        @Setting("The coding agents that code.sandbox puts to work.") @Nullable AgentsConfig agents) {

    AgentsConfig settings() {
        return agents == null ? AgentsConfig.NONE : agents;
    }

    /** {@return the model agents shall ask for; empty for what each takes by itself} */
    Optional<String> wanted() {
        String own = settings().model();
        return Optional.ofNullable(own == null || own.isBlank() ? model : own).filter(name -> !name.isBlank());
    }

    /** {@return whether the model is spoken to as Anthropic's are; else as OpenAI's} */
    boolean anthropic() {
        return provider == null
                ? wanted().map(name -> name.toLowerCase(Locale.ROOT).startsWith("claude")).orElse(false)
                : provider.equals("anthropic");
    }
}

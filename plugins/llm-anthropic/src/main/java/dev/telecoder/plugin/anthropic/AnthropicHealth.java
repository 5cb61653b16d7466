package dev.telecoder.plugin.anthropic;

import dev.telecoder.api.Configured;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.health.HealthCheck;
import dev.telecoder.support.llm.LlmSettings;
import dev.telecoder.support.llm.ServiceCheck;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/** Tells whether Claude can be asked: a key, and a service that answers. For one thread. */
@Extension
@Configured(value = "llm", required = false)
public final class AnthropicHealth implements HealthCheck {

    private final LlmSettings settings;
    private final boolean key;
    private final AnthropicProvider provider;

    /**
     * Reads the settings; nothing is asked yet.
     *
     * @param context the host's part
     */
    public AnthropicHealth(PluginContext context) {
        this(context, System.getenv());
    }

    AnthropicHealth(PluginContext context, Map<String, String> environment) {
        this.settings = context.config(LlmSettings.class);
        this.provider = new AnthropicProvider(context, environment);
        this.key = provider.detect(environment).isPresent();
    }

    @Override
    public List<Finding> check(Scope scope) {
        if (!settings.names(AnthropicProvider.ID) && !(settings.provider() == null && key)) {
            return List.of();
        }
        return new ServiceCheck("", "Anthropic", AnthropicProvider.KEY_VARIABLE, settings.access(AnthropicProvider.ID),
                key, provider::models).findings(scope);
    }
}

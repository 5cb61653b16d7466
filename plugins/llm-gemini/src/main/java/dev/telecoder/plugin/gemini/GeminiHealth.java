package dev.telecoder.plugin.gemini;

import dev.telecoder.api.Configured;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.health.HealthCheck;
import dev.telecoder.support.llm.LlmSettings;
import dev.telecoder.support.llm.ServiceCheck;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/** Tells whether Gemini can be asked: a key, and a service that answers. For one thread. */
@Extension
@Configured(value = "llm", required = false)
public final class GeminiHealth implements HealthCheck {

    private final LlmSettings settings;
    private final boolean key;
    private final GeminiProvider provider;

    /**
     * Reads the settings; nothing is asked yet.
     *
     * @param context the host's part
     */
    public GeminiHealth(PluginContext context) {
        this(context, System.getenv());
    }

    GeminiHealth(PluginContext context, Map<String, String> environment) {
        this.settings = context.config(LlmSettings.class);
        this.provider = new GeminiProvider(context, environment);
        this.key = GeminiProvider.variable(environment).isPresent();
    }

    @Override
    public List<Finding> check(Scope scope) {
        if (!settings.names(GeminiProvider.ID) && !(settings.provider() == null && key)) {
            return List.of();
        }
        return new ServiceCheck("gemini-", GeminiProvider.NAME, GeminiProvider.KEY_VARIABLE,
                settings.access(GeminiProvider.ID), key, provider::models).findings(scope);
    }
}

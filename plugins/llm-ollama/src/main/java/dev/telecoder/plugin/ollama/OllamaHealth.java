package dev.telecoder.plugin.ollama;

import dev.telecoder.api.Configured;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.health.HealthCheck;
import dev.telecoder.support.llm.LlmSettings;
import dev.telecoder.support.llm.ServiceCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/** Tells whether Ollama can be asked, and whether it has the chosen model. For one thread. */
@Extension
@Configured(value = "llm", required = false)
public final class OllamaHealth implements HealthCheck {

    private final LlmSettings settings;
    private final OllamaProvider provider;

    /**
     * Reads the settings; nothing is asked yet.
     *
     * @param context the host's part
     */
    public OllamaHealth(PluginContext context) {
        this(context, System.getenv());
    }

    OllamaHealth(PluginContext context, Map<String, String> environment) {
        this.settings = context.config(OllamaConfig.class).shared();
        this.provider = new OllamaProvider(context, environment);
    }

    @Override
    public List<Finding> check(Scope scope) {
        if (!settings.names(OllamaProvider.ID)) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        List<Finding> found = new ArrayList<>(new ServiceCheck("ollama-", OllamaProvider.NAME, "",
                new LlmSettings.Access(provider.address(), null), false, () -> {
                    provider.models().forEach(model -> names.add(model.name()));
                    return names;
                }).findings(scope));
        String wanted = OllamaProvider.ID.equals(settings.provider()) ? settings.model() : null;
        if (wanted != null && !names.isEmpty() && !names.contains(wanted) && !names.contains(wanted + ":latest")) {
            found.add(Finding.fail("ollama-model", "Ollama has no model " + wanted + ".", "No question can be asked.",
                    "Get it with: ollama pull " + wanted));
        }
        return found;
    }
}

package dev.telecoder.plugin.openai;

import dev.telecoder.api.Configured;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.health.HealthCheck;
import dev.telecoder.support.llm.LlmSettings;
import dev.telecoder.support.llm.ServiceCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/** Tells whether OpenAI, DeepSeek or a server like them can be asked: a key, and a service that answers. For one thread. */
@Extension
@Configured(value = "llm", required = false)
public final class OpenAiHealth implements HealthCheck {

    private final PluginContext context;
    private final LlmSettings settings;
    private final Map<String, String> environment;

    /**
     * Reads the settings; nothing is asked yet.
     *
     * @param context the host's part
     */
    public OpenAiHealth(PluginContext context) {
        this(context, System.getenv());
    }

    OpenAiHealth(PluginContext context, Map<String, String> environment) {
        this.context = context;
        this.settings = context.config(OpenAiConfig.class).shared();
        this.environment = environment;
    }

    @Override
    public List<Finding> check(Scope scope) {
        List<Finding> found = new ArrayList<>();
        for (Vendor vendor : List.of(Vendor.OPENAI, Vendor.DEEPSEEK)) {
            boolean key = !environment.getOrDefault(vendor.keyVariable(), "").isBlank();
            if (settings.names(vendor.id()) || settings.provider() == null && key) {
                found.addAll(new ServiceCheck(vendor.id() + "-", vendor.name(), vendor.keyVariable(),
                        settings.access(vendor.id()), key, () -> new Service(vendor, context, environment).models())
                        .findings(scope));
            }
        }
        return found;
    }
}

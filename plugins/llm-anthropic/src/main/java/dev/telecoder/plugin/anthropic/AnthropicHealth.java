package dev.telecoder.plugin.anthropic;

import dev.telecoder.api.Configured;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.health.HealthCheck;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/** Tells whether Claude can be asked: a key, and a service that answers. For one thread. */
@Extension
@Configured(value = "llm", required = false)
public final class AnthropicHealth implements HealthCheck {

    private final AnthropicConfig config;
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
        this.config = context.config(AnthropicConfig.class);
        this.provider = new AnthropicProvider(context, environment);
        this.key = provider.detect(environment).isPresent();
    }

    @Override
    public List<Finding> check(Scope scope) {
        boolean chosen = AnthropicProvider.ID.equals(config.provider()) || config.fallbacks().stream()
                .anyMatch(one -> AnthropicProvider.ID.equals(one.provider()));
        if (!chosen && !(config.provider() == null && key)) {
            return List.of();
        }
        AnthropicConfig own = config.of(AnthropicProvider.ID);
        List<Finding> found = new ArrayList<>();
        if (own.apiKey() == null && !key && own.baseUrl() == null) {
            found.add(Finding.fail("key", "Anthropic is chosen, but there is no key for it.",
                    "No question can be asked.",
                    "Set " + AnthropicProvider.KEY_VARIABLE + ", or llm.api_key in config.yaml."));
            return found;
        }
        found.add(Finding.ok("key", own.apiKey() != null ? "llm.api_key is set"
                : key ? AnthropicProvider.KEY_VARIABLE + " is set"
                        : "no key; llm.base_url names a server that may need none"));
        String address = own.baseUrl();
        if (scope.online() || address != null && isLoopback(address)) {
            found.add(service());
        }
        return found;
    }

    private Finding service() {
        try {
            return Finding.ok("service", "Anthropic answers and knows " + provider.models().size() + " models.");
        } catch (PluginException e) {
            return Finding.fail("service", "Anthropic could not be asked.", String.valueOf(e.getMessage()),
                    "Check llm.base_url and the key.");
        }
    }

    private static boolean isLoopback(String address) {
        String host = String.valueOf(URI.create(address).getHost());
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }
}

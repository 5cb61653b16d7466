package dev.telecoder.plugin.openai;

import dev.telecoder.api.Configured;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.health.HealthCheck;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/** Tells whether OpenAI, DeepSeek or a server like them can be asked: a key, and a service that answers. For one thread. */
@Extension
@Configured(value = "llm", required = false)
public final class OpenAiHealth implements HealthCheck {

    private final PluginContext context;
    private final OpenAiConfig config;
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
        this.config = context.config(OpenAiConfig.class);
        this.environment = environment;
    }

    @Override
    public List<Finding> check(Scope scope) {
        List<Finding> found = new ArrayList<>();
        for (Vendor vendor : List.of(Vendor.OPENAI, Vendor.DEEPSEEK)) {
            boolean chosen = vendor.id().equals(config.provider())
                    || config.fallbacks().stream().anyMatch(one -> vendor.id().equals(one.provider()));
            boolean key = !environment.getOrDefault(vendor.keyVariable(), "").isBlank();
            if (chosen || config.provider() == null && key) {
                look(vendor, key, scope, found);
            }
        }
        return found;
    }

    private void look(Vendor vendor, boolean key, Scope scope, List<Finding> found) {
        OpenAiConfig own = config.of(vendor.id());
        String address = own.baseUrl();
        if (own.apiKey() == null && !key && address == null) {
            found.add(Finding.fail(vendor.id() + "-key", vendor.name() + " is chosen, but there is no key for it.",
                    "No question can be asked.",
                    "Set " + vendor.keyVariable() + ", or llm.api_key in config.yaml."));
            return;
        }
        found.add(Finding.ok(vendor.id() + "-key", own.apiKey() != null ? "llm.api_key is set"
                : key ? vendor.keyVariable() + " is set" : "no key; llm.base_url names a server that may need none"));
        if (scope.online() || address != null && isLoopback(address)) {
            found.add(service(vendor));
        }
    }

    private Finding service(Vendor vendor) {
        String name = vendor.id() + "-service";
        try {
            int models = new ChatCompletions(vendor, context, environment).models().size();
            return Finding.ok(name, vendor.name() + " answers and knows " + models + " models.");
        } catch (PluginException e) {
            if (e.failure() == Failure.REJECTED) {
                // Some compatible servers have no list of models, and answer questions all the same.
                return Finding.warn(name, vendor.name() + " is there, but does not list its models.",
                        String.valueOf(e.getMessage()),
                        "If questions are answered, nothing. Otherwise check llm.base_url.");
            }
            return Finding.fail(name, vendor.name() + " could not be asked.", String.valueOf(e.getMessage()),
                    "Check llm.base_url and the key.");
        }
    }

    private static boolean isLoopback(String address) {
        String host = String.valueOf(URI.create(address).getHost());
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }
}

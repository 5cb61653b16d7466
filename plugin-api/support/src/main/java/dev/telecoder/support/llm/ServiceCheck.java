package dev.telecoder.support.llm;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.health.HealthCheck.Finding;
import dev.telecoder.api.health.HealthCheck.Scope;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether a provider can be asked: a key where one is needed, and a service that lists its models. The body of a
 * provider's {@code HealthCheck}.
 *
 * @param prefix what begins the names of the findings, such as {@code openai-}; may be empty
 * @param service what people call the service
 * @param keyVariable the environment variable that may hold the key; empty if the service needs none
 * @param access what the settings say
 * @param keyInEnvironment whether the environment has a key
 * @param models asks the service for its models
 * @since 0.2
 */
public record ServiceCheck(String prefix, String service, String keyVariable, LlmSettings.Access access,
        boolean keyInEnvironment, Supplier<? extends List<?>> models) {

    /**
     * Looks. Calls nobody but loopback unless the scope allows it.
     *
     * @param scope whether the service may be asked
     * @return what was found
     */
    public List<Finding> findings(Scope scope) {
        List<Finding> found = new ArrayList<>();
        String address = access.baseUrl();
        if (!keyVariable.isEmpty()) {
            if (access.apiKey() == null && !keyInEnvironment && address == null) {
                return List.of(Finding.fail(prefix + "key", service + " is chosen, but there is no key for it.",
                        "No question can be asked.", "Set " + keyVariable + ", or llm.api_key in config.yaml."));
            }
            found.add(Finding.ok(prefix + "key", access.apiKey() != null ? "llm.api_key is set"
                    : keyInEnvironment ? keyVariable + " is set"
                            : "no key; llm.base_url names a server that may need none"));
        }
        if (scope.online() || isLoopback(address)) {
            found.add(ask());
        }
        return found;
    }

    private Finding ask() {
        try {
            return Finding.ok(prefix + "service", service + " answers and knows " + models.get().size() + " models.");
        } catch (PluginException e) {
            if (e.failure() == Failure.REJECTED) {
                // Some compatible servers have no list of models, and answer questions all the same.
                return Finding.warn(prefix + "service", service + " is there, but does not list its models.",
                        String.valueOf(e.getMessage()),
                        "If questions are answered, nothing. Otherwise check llm.base_url.");
            }
            return Finding.fail(prefix + "service", service + " could not be asked.", String.valueOf(e.getMessage()),
                    keyVariable.isEmpty() ? "Start it, or check llm.base_url." : "Check llm.base_url and the key.");
        }
    }

    /**
     * Tells whether an address is on this machine.
     *
     * @param address the address; null is none
     * @return whether it is
     */
    public static boolean isLoopback(@Nullable String address) {
        if (address == null) {
            return false;
        }
        String host = String.valueOf(URI.create(address).getHost());
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }
}

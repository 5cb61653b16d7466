package dev.telecoder.platform.app;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.Secret;
import dev.telecoder.platform.config.LlmConfig;
import dev.telecoder.platform.sandbox.ModelDoor;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads code in sandboxes to the model of config.yaml, in that model's own protocol: a program that speaks another gets told
 * so. Many threads may use it.
 *
 * @param settings the section {@code llm}, as of now
 * @param provider the provider that answers the host, as of now
 * @param environment where keys stand if the file has none
 */
record ConfiguredModel(Supplier<LlmConfig> settings, Supplier<Optional<String>> provider,
        Map<String, String> environment) implements ModelDoor {

    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredModel.class);

    private static final String ANTHROPIC = "anthropic";

    /** Where a provider is, without {@code /v1}, if config.yaml does not say, and which variable has its key. */
    private record Known(String base, String variable) {}

    private static final Map<String, Known> KNOWN = Map.of(
            ANTHROPIC, new Known("https://api.anthropic.com", "ANTHROPIC_API_KEY"),
            "openai", new Known("https://api.openai.com", "OPENAI_API_KEY"),
            "deepseek", new Known("https://api.deepseek.com", "DEEPSEEK_API_KEY"),
            "ollama", new Known("http://127.0.0.1:11434", ""));

    private static final List<String> OPENAI_PATHS = List.of("/v1/chat/completions", "/v1/responses", "/v1/models");
    private static final List<String> ANTHROPIC_PATHS =
            List.of("/v1/messages", "/v1/messages/count_tokens", "/v1/models");

    @Override
    public Upstream open(String task, String path) {
        String id = provider.get().orElseThrow(() -> PluginException.of(Failure.CONFIGURATION,
                "No model is set up that code in a sandbox could use; see the section llm of config.yaml."));
        LlmConfig llm = settings.get();
        Known known = KNOWN.get(id);
        if (known == null && llm.baseUrl().isEmpty()) {
            throw PluginException.of(Failure.CONFIGURATION, "Code in a sandbox cannot use the provider " + id
                    + "; it can use " + String.join(", ", KNOWN.keySet().stream().sorted().toList())
                    + ", and any with llm.base_url that speaks like openai.");
        }
        List<String> paths = id.equals(ANTHROPIC) ? ANTHROPIC_PATHS : OPENAI_PATHS;
        if (!paths.contains(path)) {
            throw PluginException.of(Failure.CONFIGURATION, "The configured model (" + id + ") answers "
                    + String.join(", ", paths) + ", not " + path + ". Use an agent that speaks its protocol.");
        }
        String base = llm.baseUrl().map(URI::toString).orElseGet(() -> known.base()).replaceFirst("/+$", "")
                .replaceFirst("/v1$", "");
        Optional<String> key = llm.apiKey().map(Secret::reveal)
                .or(() -> Optional.ofNullable(known).map(one -> environment.get(one.variable())));
        Map<String, String> headers = new LinkedHashMap<>();
        key.filter(text -> !text.isBlank()).ifPresent(text -> headers.put(
                id.equals(ANTHROPIC) ? "x-api-key" : "authorization", id.equals(ANTHROPIC) ? text : "Bearer " + text));
        return new Upstream(id, URI.create(base + path), headers);
    }

    @Override
    public void used(String task, Upstream upstream, Use use) {
        LOG.info("Code in the sandbox of {} asked {} {}: {} tokens in, {} of them cached, {} out", task,
                upstream.provider(), use.model(), use.inputTokens(), use.cachedTokens(), use.outputTokens());
    }
}

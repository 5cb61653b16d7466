package dev.telecoder.platform.app;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.Secret;
import dev.telecoder.api.llm.LlmResponse.Usage;
import dev.telecoder.platform.config.LlmConfig;
import dev.telecoder.platform.model.Account;
import dev.telecoder.platform.model.ModelRouter;
import dev.telecoder.platform.model.OverBudget;
import dev.telecoder.platform.model.SandboxCalls;
import dev.telecoder.platform.sandbox.ModelDoor;
import dev.telecoder.platform.skill.Token;
import dev.telecoder.platform.task.Turn;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads code in sandboxes to the models of config.yaml, in the models' own protocol: to the first choice, or if that does not
 * speak what is asked, to the first of {@code llm.fallbacks} that does. What it takes counts against the limits of the task
 * that runs. Many threads may use it.
 *
 * @param settings the section {@code llm}, as of now
 * @param first the model that answers the host, as of now
 * @param environment where keys stand if the file has none
 * @param calls keeps to the limits
 * @param turns finds the turn that runs in the conversation a sandbox belongs to
 */
record ConfiguredModel(Supplier<LlmConfig> settings, Supplier<Optional<ModelRouter.Selected>> first,
        Map<String, String> environment, SandboxCalls calls,
        Function<String, Optional<Turn>> turns) implements ModelDoor {

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

    /** Where a request could go. */
    private record Way(String provider, Optional<URI> address, Optional<Secret> key) {

        boolean usable() {
            return KNOWN.containsKey(provider) || address.isPresent();
        }

        List<String> paths() {
            return provider.equals(ANTHROPIC) ? ANTHROPIC_PATHS : OPENAI_PATHS;
        }

        URI url(String path) {
            Known known = KNOWN.get(provider);
            String base = address.map(URI::toString).orElseGet(() -> known == null ? "" : known.base());
            return URI.create(base.replaceFirst("/+$", "").replaceFirst("/v1$", "") + path);
        }

        Map<String, String> headers(Map<String, String> environment) {
            Optional<String> text = key.map(Secret::reveal).or(() -> Optional.ofNullable(KNOWN.get(provider))
                    .map(known -> environment.get(known.variable()))).filter(one -> !one.isBlank());
            return text.map(one -> provider.equals(ANTHROPIC) ? Map.of("x-api-key", one)
                    : Map.of("authorization", "Bearer " + one)).orElse(Map.of());
        }
    }

    @Override
    public Upstream open(Request request) {
        ModelRouter.Selected usual = first.get().orElseThrow(() -> PluginException.of(Failure.CONFIGURATION,
                "No model is set up that code in a sandbox could use; see the section llm of config.yaml."));
        List<Way> ways = ways(usual.provider(), settings.get());
        List<Way> usable = ways.stream().filter(Way::usable).toList();
        if (usable.isEmpty()) {
            throw PluginException.of(Failure.CONFIGURATION, "Code in a sandbox cannot use the provider "
                    + usual.provider() + "; it can use " + String.join(", ", KNOWN.keySet().stream().sorted().toList())
                    + ", and any with llm.base_url that speaks like openai.");
        }
        Way way = usable.stream().filter(one -> one.paths().contains(request.path())).findFirst()
                .orElseThrow(() -> PluginException.of(Failure.CONFIGURATION, "The configured model ("
                        + usable.getFirst().provider() + ") answers " + String.join(", ", usable.getFirst().paths())
                        + ", not " + request.path() + ". Use an agent that speaks its protocol."));
        String model = request.model().isEmpty() ? usual.model() : request.model();
        long estimated = request.bytes() / 4;
        SandboxCalls.Bill bill = reserve(request.task(), way.provider(), model, estimated);
        return new Upstream(way.provider(), way.url(request.path()), way.headers(environment), use -> {
            LOG.info("Code in the sandbox of {} asked {} {}: {} tokens in, {} of them cached, {} out", request.task(),
                    way.provider(), model, use.inputTokens(), use.cachedTokens(), use.outputTokens());
            long input = use.inputTokens() == 0 && use.outputTokens() > 0 ? estimated : use.inputTokens();
            bill.settle(Usage.of(Math.max(0, input - use.cachedTokens()), use.outputTokens())
                    .withCachedInput(use.cachedTokens()));
        });
    }

    /** The first choice, and the fallbacks in their order. */
    private static List<Way> ways(String first, LlmConfig llm) {
        List<Way> ways = new ArrayList<>(List.of(new Way(first, llm.baseUrl(), llm.apiKey())));
        for (LlmConfig.Fallback fallback : llm.fallbacks()) {
            String id = fallback.provider().orElse(first);
            boolean same = id.equals(first);
            ways.add(new Way(id, fallback.baseUrl().or(() -> same ? llm.baseUrl() : Optional.empty()),
                    fallback.apiKey().or(() -> same ? llm.apiKey() : Optional.empty())));
        }
        return ways;
    }

    private SandboxCalls.Bill reserve(String task, String provider, String model, long tokens) {
        Account account = turns.apply(task).map(turn -> new Account(turn.conversation(), turn.id(), turn.task(),
                turn.person(), null, null)).orElseGet(() -> new Account(null, null, task, null, null, null));
        try (Token never = new Token()) {
            return calls.reserve(account, provider, model, tokens, never);
        } catch (OverBudget e) {
            throw PluginException.of(Failure.REJECTED, e.getMessage(), e);
        }
    }
}

package dev.telecoder.platform.model;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.llm.LlmEvent;
import dev.telecoder.api.llm.LlmModel;
import dev.telecoder.api.llm.LlmProvider;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.platform.event.Counters;
import dev.telecoder.platform.plugin.Extensions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Routes a request to the provider that answers it, and tries again what may pass. Which provider and model that is comes
 * from config.yaml; where that says nothing, the providers are asked what they find. Safe for many threads; a call blocks
 * until there is an answer.
 */
public final class ModelRouter {

    private static final Logger LOG = LoggerFactory.getLogger(ModelRouter.class);

    /** How often a request is tried in all. */
    private static final int TRIES = 4;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final int DEFAULT_OUTPUT_TOKENS = 8_192;

    private final Extensions extensions;
    private final Supplier<ModelChoice> choice;
    private final Map<String, String> environment;
    private final Counters counters;
    private final Pause pause;
    /** Why none was selected, where there is more to say than that none is set up. */
    private final AtomicReference<@Nullable String> problem = new AtomicReference<>();
    private final AtomicReference<@Nullable Selected> selected = new AtomicReference<>();

    /**
     * Makes the router.
     *
     * @param extensions where the providers come from
     * @param choice what config.yaml says
     * @param environment the host's environment, in which providers look for a way to work
     * @param counters counts requests
     */
    public ModelRouter(Extensions extensions, Supplier<ModelChoice> choice, Map<String, String> environment,
            Counters counters) {
        this(extensions, choice, environment, counters, Pause.REAL);
    }

    ModelRouter(Extensions extensions, Supplier<ModelChoice> choice, Map<String, String> environment, Counters counters,
            Pause pause) {
        this.extensions = extensions;
        this.choice = choice;
        this.environment = Map.copyOf(environment);
        this.counters = counters;
        this.pause = pause;
        extensions.onChange(() -> selected.set(null));
    }

    /**
     * The model that answers.
     *
     * @param provider the provider's id
     * @param model the model's name
     * @param why one line on how it was chosen
     * @param contextTokens how large request and answer may be together
     * @param maxOutputTokens how large an answer may be
     * @param instance what to call
     */
    public record Selected(String provider, String model, String why, int contextTokens, int maxOutputTokens,
            LlmProvider instance) {}

    /** {@return the model that answers now; empty if none is configured and none was found} */
    public Optional<Selected> selected() {
        Selected now = selected.get();
        if (now == null) {
            now = select();
            selected.set(now);
        }
        return Optional.ofNullable(now);
    }

    /** Chooses anew; config.yaml has changed. */
    public void changed() {
        selected.set(null);
    }

    /**
     * Asks the model.
     *
     * @param prompt what to ask
     * @param progress told of the answer as it grows; when a try failed in the middle and another begins, {@code again} is
     *     called first
     * @param again called before an answer begins anew
     * @param cancellation ends the call, also if the provider ignores it
     * @return the answer
     * @throws PluginException if there is none; of kind {@code CONFIGURATION} if no model is set
     */
    public LlmResponse ask(Prompt prompt, Consumer<LlmEvent> progress, Runnable again, CancellationToken cancellation) {
        Selected model = selected().orElseThrow(this::nothingAnswers);
        for (int attempt = 1;; attempt++) {
            cancellation.throwIfCancelled();
            counters.count("telecoder_model_requests_total", "provider", model.provider(), "purpose", prompt.purpose());
            try {
                return new ProviderCall(model.instance(),
                        prompt.to(name(model, prompt), model.maxOutputTokens(), cancellation))
                        .answer(progress);
            } catch (PluginException e) {
                Optional<Duration> wait = waitBefore(e, attempt);
                if (wait.isEmpty()) {
                    throw given(e, attempt);
                }
                LOG.warn("{} did not answer ({}); try {} of {} in {} ms.", model.provider(), e.getMessage(),
                        attempt + 1, TRIES,
                        wait.get().toMillis());
                pause.forAtMost(wait.get(), cancellation);
                again.run();
            }
        }
    }

    /** {@return what to do where no model is set, as an error for whoever asked} */
    public static PluginException noModel() {
        return PluginException.of(Failure.CONFIGURATION,
                "No model is set up yet. Set llm.provider, llm.model and llm.api_key in"
                        + " config.yaml, or start TeleCoder with ANTHROPIC_API_KEY or OPENAI_API_KEY set. Commands and skills work without"
                        + " one.");
    }

    /**
     * Makes an error for whoever asked while no model answers.
     *
     * @return what to do about it, naming the setting
     */
    public PluginException nothingAnswers() {
        String known = problem.get();
        return known == null ? noModel() : PluginException.of(Failure.CONFIGURATION, known);
    }

    private @Nullable Selected refused(String why) {
        problem.set(why);
        LOG.error(why);
        return null;
    }

    /** Says, where nobody will try again unasked, what to do. */
    private static PluginException given(PluginException e, int attempts) {
        String advice = switch (e.failure()) {
            case UNAVAILABLE ->
                    " I tried " + attempts + " times. Say it again later, or set another model in llm of config.yaml.";
            case RATE_LIMITED -> e.retryAfter().map(wait -> " It is ready again in " + words(wait) + ".").orElse("")
                    + " Say it again later, or set another model in llm of config.yaml.";
            default -> "";
        };
        return advice.isEmpty() ? e : PluginException.of(e.failure(), e.getMessage() + advice, e);
    }

    private static String words(Duration wait) {
        long minutes = wait.plusSeconds(59).toMinutes();
        return minutes > 90 ? (minutes + 59) / 60 + " hours" : minutes > 1 ? minutes + " minutes" : "a minute";
    }

    private static Optional<Duration> waitBefore(PluginException e, int attempt) {
        if (attempt >= TRIES) {
            return Optional.empty();
        }
        // Full jitter keeps a thousand conversations from coming back in the same moment.
        long backoff = 500L << (attempt - 1);
        Duration jittered = Duration.ofMillis(backoff / 2 + ThreadLocalRandom.current().nextLong(backoff / 2 + 1));
        return switch (e.failure()) {
            case RATE_LIMITED -> {
                Duration asked = e.retryAfter().orElse(jittered);
                yield asked.compareTo(LONGEST_WAIT) > 0 ? Optional.empty() : Optional.of(asked);
            }
            case UNAVAILABLE -> Optional.of(jittered);
            default -> Optional.empty();
        };
    }

    private String name(Selected model, Prompt prompt) {
        String small = choice.get().smallModel();
        return prompt.small() && small != null ? small : model.model();
    }

    private @Nullable Selected select() {
        ModelChoice wanted = choice.get();
        problem.set(null);
        List<Extensions.Extension<LlmProvider>> providers = extensions.of(LlmProvider.class);
        for (Extensions.Extension<LlmProvider> provider : providers) {
            if (wanted.provider() != null && wanted.provider().equals(provider.instance().id())) {
                return complete(provider.instance(), wanted.model(), "llm.provider in config.yaml");
            }
        }
        if (wanted.provider() != null) {
            return refused("llm.provider in config.yaml is \"" + wanted.provider()
                    + "\", but no installed plugin provides it. There are: "
                    + providers.stream().map(provider -> provider.instance().id()).sorted()
                            .collect(Collectors.joining(", "))
                    + ".");
        }
        for (Extensions.Extension<LlmProvider> provider : providers) {
            try {
                Optional<String> found = provider.instance().detect(environment);
                Selected model = found.isEmpty() ? null
                        : complete(provider.instance(), wanted.model(), found.get());
                if (model != null) {
                    problem.set(null);
                    return model;
                }
            } catch (RuntimeException e) {
                LOG.warn("{} could not look for a way to work: {}", provider.plugin(), e.toString());
            }
        }
        return null;
    }

    /** A model that is named needs no question to the service; sizes of one it does not list are the usual ones. */
    private @Nullable Selected complete(LlmProvider provider, @Nullable String model, String why) {
        if (model != null) {
            return new Selected(provider.id(), model, why, 128_000, DEFAULT_OUTPUT_TOKENS, provider);
        }
        try {
            List<LlmModel> models = provider.models();
            if (!models.isEmpty()) {
                LlmModel first = models.getFirst();
                return new Selected(provider.id(), first.name(), why, first.contextTokens(), first.maxOutputTokens(),
                        provider);
            }
            return refused(provider.id() + " knows no model. Set llm.model in config.yaml.");
        } catch (RuntimeException e) {
            return refused(provider.id() + " could not list its models, and llm.model is not set in config.yaml: "
                    + e.getMessage());
        }
    }
}

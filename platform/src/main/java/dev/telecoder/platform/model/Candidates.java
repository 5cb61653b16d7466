package dev.telecoder.platform.model;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.llm.LlmModel;
import dev.telecoder.api.llm.LlmProvider;
import dev.telecoder.platform.plugin.Extensions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which models may answer, the first choice first: as config.yaml says, and where it says nothing, by what the providers find.
 * Safe for many threads.
 */
final class Candidates {

    private static final Logger LOG = LoggerFactory.getLogger(Candidates.class);
    private static final int USUAL_CONTEXT = 128_000;
    private static final int USUAL_OUTPUT = 8_192;

    private final Extensions extensions;
    private final Supplier<ModelChoice> choice;
    private final Map<String, String> environment;
    private final Prices prices;
    /** Why none was selected, where there is more to say than that none is set up. */
    private final AtomicReference<@Nullable String> problem = new AtomicReference<>();
    private final AtomicReference<ModelRouter.@Nullable Selected> first = new AtomicReference<>();

    Candidates(Extensions extensions, Supplier<ModelChoice> choice, Map<String, String> environment, Prices prices) {
        this.extensions = extensions;
        this.choice = choice;
        this.environment = Map.copyOf(environment);
        this.prices = prices;
        extensions.onChange(this::changed);
    }

    void changed() {
        first.set(null);
    }

    Optional<ModelRouter.Selected> first() {
        ModelRouter.Selected now = first.get();
        if (now == null) {
            now = select();
            first.set(now);
        }
        return Optional.ofNullable(now);
    }

    /** The first choice of somebody who chose. */
    ModelRouter.Selected first(Pick pick) {
        if (!pick.namesModel()) {
            return first().orElseThrow(this::nothingAnswers);
        }
        String id = pick.provider() != null ? pick.provider()
                : first().map(ModelRouter.Selected::provider).orElseThrow(this::nothingAnswers);
        LlmProvider provider = provider(id).orElseThrow(() -> PluginException.of(Failure.CONFIGURATION,
                "This conversation"
                        + " is to be answered by " + id + " " + pick.model() + ", but no installed plugin provides "
                        + id
                        + ". `/model default` goes back to the usual model."));
        return sized(provider, String.valueOf(pick.model()), "chosen with /model");
    }

    /** Who answers if the first choice cannot. */
    List<ModelRouter.Selected> fallbacks(ModelRouter.Selected instead) {
        List<ModelRouter.Selected> all = new ArrayList<>();
        for (ModelChoice.Fallback fallback : choice.get().fallbacks()) {
            String id = fallback.provider() == null ? instead.provider() : fallback.provider();
            Optional<LlmProvider> provider = provider(id);
            if (provider.isEmpty()) {
                LOG.warn("llm.fallbacks in config.yaml names the provider \"{}\", which no installed plugin offers.",
                        id);
                continue;
            }
            String model = fallback.model();
            ModelRouter.Selected one = model == null ? listed(provider.get(), "llm.fallbacks")
                    : sized(provider.get(), model, "llm.fallbacks");
            if (one != null && !(one.provider().equals(instead.provider()) && one.model().equals(instead.model()))) {
                all.add(one);
            }
        }
        return all;
    }

    List<Extensions.Extension<LlmProvider>> providers() {
        return extensions.of(LlmProvider.class);
    }

    PluginException nothingAnswers() {
        String known = problem.get();
        return known == null ? ModelRouter.noModel() : PluginException.of(Failure.CONFIGURATION, known);
    }

    private Optional<LlmProvider> provider(String id) {
        return providers().stream().map(Extensions.Extension::instance).filter(one -> one.id().equals(id)).findFirst();
    }

    private ModelRouter.@Nullable Selected refused(String why) {
        problem.set(why);
        LOG.error(why);
        return null;
    }

    private ModelRouter.@Nullable Selected select() {
        ModelChoice wanted = choice.get();
        problem.set(null);
        List<Extensions.Extension<LlmProvider>> providers = providers();
        if (wanted.provider() != null) {
            Optional<LlmProvider> named = provider(wanted.provider());
            return named.isPresent() ? complete(named.get(), wanted.model(), "llm.provider in config.yaml")
                    : refused("llm.provider in config.yaml is \"" + wanted.provider()
                            + "\", but no installed plugin provides it. There are: "
                            + providers.stream().map(provider -> provider.instance().id()).sorted()
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
        for (Extensions.Extension<LlmProvider> provider : providers) {
            try {
                Optional<String> found = provider.instance().detect(environment);
                ModelRouter.Selected model = found.isEmpty() ? null
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

    /** A model that is named needs no question to the service. */
    private ModelRouter.@Nullable Selected complete(LlmProvider provider, @Nullable String model, String why) {
        return model != null ? sized(provider, model, why) : listed(provider, why);
    }

    private ModelRouter.@Nullable Selected listed(LlmProvider provider, String why) {
        try {
            List<LlmModel> models = provider.models();
            if (!models.isEmpty()) {
                LlmModel best = models.getFirst();
                return sized(provider, best.name(), why, best.contextTokens(), best.maxOutputTokens());
            }
            return refused(provider.id() + " knows no model. Set llm.model in config.yaml.");
        } catch (RuntimeException e) {
            return refused(provider.id() + " could not list its models, and llm.model is not set in config.yaml: "
                    + e.getMessage());
        }
    }

    private ModelRouter.Selected sized(LlmProvider provider, String model, String why) {
        return sized(provider, model, why, prices.contextTokens(provider.id(), model).orElse(USUAL_CONTEXT),
                USUAL_OUTPUT);
    }

    private ModelRouter.Selected sized(LlmProvider provider, String model, String why, int context, int output) {
        ModelChoice wanted = choice.get();
        return new ModelRouter.Selected(provider.id(), model, why,
                wanted.contextTokens() > 0 ? wanted.contextTokens() : context,
                wanted.maxOutputTokens() > 0 ? wanted.maxOutputTokens() : output, provider);
    }
}

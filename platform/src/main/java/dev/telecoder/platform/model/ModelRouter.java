package dev.telecoder.platform.model;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.llm.LlmEvent;
import dev.telecoder.api.llm.LlmProvider;
import dev.telecoder.api.llm.LlmRequest.Thinking;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.platform.event.Counters;
import dev.telecoder.platform.plugin.Extensions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Routes a request to the provider that answers it: the first choice, and where that cannot, the fallbacks, unless somebody
 * chose the model. What may pass is tried again; what an answer may cost is reserved before. Safe for many threads; a call
 * blocks until there is an answer.
 */
public final class ModelRouter {

    private static final Logger LOG = LoggerFactory.getLogger(ModelRouter.class);

    /** What one conversation sends at most where nobody set more: more than this costs and seldom helps. */
    private static final int USUAL_WINDOW = 64_000;

    private final Candidates candidates;
    private final Supplier<ModelChoice> choice;
    private final Counters counters;
    private final Prices prices;
    private final Ledger ledger;
    private final Pause pause;
    private final Rests rests;
    private final Sight sight = new Sight();

    /**
     * Makes the router.
     *
     * @param extensions where the providers come from
     * @param choice what config.yaml says
     * @param environment the host's environment, in which providers look for a way to work
     * @param counters counts requests
     * @param prices what models cost
     * @param ledger what may be spent, and what was
     * @param clock tells when a rest is over
     */
    public ModelRouter(Extensions extensions, Supplier<ModelChoice> choice, Map<String, String> environment,
            Counters counters, Prices prices, Ledger ledger, Clock clock) {
        this(extensions, choice, environment, counters, prices, ledger, clock, Pause.REAL);
    }

    ModelRouter(Extensions extensions, Supplier<ModelChoice> choice, Map<String, String> environment, Counters counters,
            Prices prices, Ledger ledger, Clock clock, Pause pause) {
        this.candidates = new Candidates(extensions, choice, environment, prices);
        this.choice = choice;
        this.counters = counters;
        this.prices = prices;
        this.ledger = ledger;
        this.pause = pause;
        this.rests = new Rests(clock);
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
            LlmProvider instance) {

        /** {@return provider and model, as people write them} */
        public String name() {
            return provider + "/" + model;
        }

        Selected named(String other) {
            return new Selected(provider, other, why, contextTokens, maxOutputTokens, instance);
        }
    }

    /**
     * An answer, and whose.
     *
     * @param response what was answered
     * @param by the model that did
     * @param instead the model that should have; {@code null} if it did
     * @param unseen whether it turned out just now that the model takes no images, or not these
     */
    public record Spoken(LlmResponse response, Selected by, @Nullable Selected instead, boolean unseen) {}

    /** {@return the model that answers now; empty if none is configured and none was found} */
    public Optional<Selected> selected() {
        return candidates.first();
    }

    /**
     * Finds the model that answers where somebody may have chosen one.
     *
     * @param pick what was chosen
     * @return the model
     * @throws PluginException of kind {@code CONFIGURATION} if there is none
     */
    public Selected selected(Pick pick) {
        return candidates.first(pick);
    }

    /**
     * Tells how large a request may be.
     *
     * @param model the model
     * @return tokens
     */
    public int window(Selected model) {
        int fits = Math.max(1_000, model.contextTokens() - model.maxOutputTokens());
        return choice.get().contextTokens() > 0 ? fits : Math.min(fits, USUAL_WINDOW);
    }

    /**
     * Finds what a model costs.
     *
     * @param model the model
     * @return its price; empty if nobody knows
     */
    public Optional<Price> price(Selected model) {
        return prices.of(model.provider(), model.model(), choice.get());
    }

    /**
     * Tells whether somebody is to be asked before a model is used: its provider sends bills, and nobody knows what it costs.
     *
     * @param model the model
     * @return whether to ask
     */
    public boolean costsUnknown(Selected model) {
        return price(model).isEmpty() && prices.sendsBills(model.provider());
    }

    /** {@return the providers there are} */
    public List<LlmProvider> providers() {
        return candidates.providers().stream().map(Extensions.Extension::instance).toList();
    }

    /** {@return who answers if the first choice cannot} */
    public List<Selected> fallbacks() {
        return selected().map(candidates::fallbacks).orElse(List.of());
    }

    /** Chooses anew; config.yaml has changed. */
    public void changed() {
        candidates.changed();
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
     * @throws OverBudget if a limit is reached
     */
    public LlmResponse ask(Prompt prompt, Consumer<LlmEvent> progress, Runnable again, CancellationToken cancellation) {
        return spoken(prompt, progress, again, cancellation).response();
    }

    /**
     * Asks the model, and tells which one answered.
     *
     * @param prompt what to ask
     * @param progress told of the answer as it grows
     * @param again called before an answer begins anew
     * @param cancellation ends the call
     * @return the answer
     * @throws PluginException if there is none
     * @throws OverBudget if a limit is reached
     */
    public Spoken spoken(Prompt prompt, Consumer<LlmEvent> progress, Runnable again, CancellationToken cancellation) {
        Selected first = selected(prompt.pick());
        List<Selected> all = new ArrayList<>(List.of(first));
        if (!prompt.pick().namesModel()) {
            all.addAll(candidates.fallbacks(first));
        }
        PluginException failed = null;
        for (Selected model : all) {
            boolean last = model.equals(all.getLast());
            // Where nobody else could answer, a rest would only keep people waiting.
            if (all.size() > 1 && !(last && failed == null) && !rests.mayAsk(model.name())) {
                continue;
            }
            try {
                Sight.Seen seen = tried(model, prompt, progress, again, !last, cancellation);
                rests.answered(model.name());
                return new Spoken(seen.response(), model, model.equals(first) ? null : first, seen.unseen());
            } catch (PluginException e) {
                if (!Retry.passesOn(e.failure())) {
                    rests.leftOpen(model.name());
                    throw e;
                }
                rests.failed(model.name(), Retry.asked(e));
                failed = e;
                if (!last) {
                    LOG.warn("{} does not answer ({}); another model is asked.", model.name(), e.getMessage());
                    again.run();
                }
            } catch (RuntimeException e) {
                rests.leftOpen(model.name());
                throw e;
            }
        }
        throw Objects.requireNonNull(failed);
    }

    private Sight.Seen tried(Selected model, Prompt prompt, Consumer<LlmEvent> progress, Runnable again,
            boolean othersWait, CancellationToken cancellation) {
        for (int attempt = 1;; attempt++) {
            cancellation.throwIfCancelled();
            counters.count("telecoder_model_requests_total", "provider", model.provider(), "purpose", prompt.purpose());
            try {
                return sight.ask(model.name(), prompt, shown -> asked(model, shown, progress, cancellation), again);
            } catch (PluginException e) {
                Optional<Duration> wait = Retry.waitBefore(e, attempt, othersWait);
                if (wait.isEmpty()) {
                    throw Retry.given(e, attempt);
                }
                LOG.warn("{} did not answer ({}); try {} of {} in {} ms.", model.provider(), e.getMessage(),
                        attempt + 1, Retry.TRIES, wait.get().toMillis());
                pause.forAtMost(wait.get(), cancellation);
                again.run();
            }
        }
    }

    /** One call, whose price is reserved before and settled after. */
    private LlmResponse asked(Selected wanted, Prompt prompt, Consumer<LlmEvent> progress,
            CancellationToken cancellation) {
        String small = choice.get().smallModel();
        Selected model = prompt.small() && small != null && selected().filter(wanted::equals).isPresent()
                ? wanted.named(small) : wanted;
        Thinking chosen = prompt.pick().thinking();
        Thinking thinking = prompt.small() ? Thinking.NONE : chosen != null ? chosen : choice.get().thinking();
        var call = new Ledger.Call(prompt.purpose(), prompt.account(), model.provider(), model.model(),
                prompt.estimatedTokens(), model.maxOutputTokens());
        try (Ledger.Hold hold = ledger.reserve(call, price(model), cancellation)) {
            LlmResponse response = new ProviderCall(model.instance(),
                    prompt.to(model.model(), model.maxOutputTokens(), thinking, cancellation))
                    .answer(event -> {
                        hold.heard(event);
                        progress.accept(event);
                    });
            hold.settle(response.usage());
            return response;
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
        return candidates.nothingAnswers();
    }
}

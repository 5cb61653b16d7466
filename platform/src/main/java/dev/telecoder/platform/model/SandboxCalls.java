package dev.telecoder.platform.model;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.llm.LlmResponse.Usage;
import java.util.function.Supplier;

/**
 * Keeps what programs in sandboxes ask models within the limits of {@code budget}, on their task's account: reserved before the
 * request is sent, written down after. Safe for many threads.
 */
public final class SandboxCalls {

    /** What such calls are named in the reports. */
    private static final String PURPOSE = "sandbox";

    /** The most a program is answered where config.yaml does not say; it may ask for another number itself. */
    private static final int USUAL_OUTPUT = 8_192;

    private final Prices prices;
    private final Supplier<ModelChoice> choice;
    private final Ledger ledger;

    /**
     * Makes it.
     *
     * @param prices what models cost
     * @param choice what config.yaml says of models
     * @param ledger what may be spent, and what was
     */
    public SandboxCalls(Prices prices, Supplier<ModelChoice> choice, Ledger ledger) {
        this.prices = prices;
        this.choice = choice;
        this.ledger = ledger;
    }

    /** What is reserved for one request; to be settled once. */
    @FunctionalInterface
    public interface Bill {

        /**
         * Writes down what the request took and gives back the rest.
         *
         * @param usage what it took; without any tokens it cost nothing
         */
        void settle(Usage usage);
    }

    /**
     * Reserves what a request may cost; waits where others under way might take what is left.
     *
     * @param account on whose account
     * @param provider who answers it
     * @param model the model it names
     * @param inputTokens how large it is, estimated
     * @param cancellation ends the wait
     * @return to be settled when the answer has ended, however it ended
     * @throws OverBudget if a limit is reached
     */
    public Bill reserve(Account account, String provider, String model, long inputTokens,
            CancellationToken cancellation) {
        ModelChoice wanted = choice.get();
        int output = wanted.maxOutputTokens() > 0 ? wanted.maxOutputTokens() : USUAL_OUTPUT;
        Ledger.Hold hold = ledger.reserve(new Ledger.Call(PURPOSE, account, provider, model, inputTokens, output),
                prices.of(provider, model, wanted), cancellation);
        return usage -> {
            if (usage.input() + usage.cachedInput() + usage.cacheWrite() + usage.output() > 0) {
                hold.settle(usage);
            }
            hold.close();
        };
    }
}

package dev.telecoder.api.llm;

/**
 * A complete answer.
 *
 * @param message what the model said and which tools it asks for
 * @param stop why it stopped
 * @param usage the tokens it took
 * @since 1.0
 */
public record LlmResponse(ChatMessage message, Stop stop, Usage usage) {

    /** Why a model stopped. */
    public enum Stop {
        /** It had said everything. */
        END,
        /** It waits for the results of the tools it asked for. */
        TOOL_CALLS,
        /** It reached the limit on output; the answer is cut off. */
        MAX_TOKENS,
        /** The provider withheld the answer. */
        REFUSED
    }

    /**
     * Tokens counted by the provider; 0 where it does not say. {@code Usage.of(input, output)
     * .withCachedInput(n).withCacheWrite(n).withReasoning(n)}: {@code input} is without cached tokens and
     * cache writes, {@code output} includes reasoning.
     */
    public static final class Usage {

        private final long input;
        private final long output;
        private final long cachedInput;
        private final long cacheWrite;
        private final long reasoning;

        private Usage(long input, long output, long cachedInput, long cacheWrite, long reasoning) {
            this.input = input;
            this.output = output;
            this.cachedInput = cachedInput;
            this.cacheWrite = cacheWrite;
            this.reasoning = reasoning;
        }

        /**
         * Makes a usage.
         *
         * @param input tokens of the request, without cached ones and cache writes
         * @param output tokens of the answer, reasoning included
         * @return the usage
         */
        public static Usage of(long input, long output) {
            return new Usage(input, output, 0, 0, 0);
        }

        /**
         * Sets the tokens read from the provider's cache.
         *
         * @param tokens how many
         * @return a new usage
         */
        public Usage withCachedInput(long tokens) {
            return new Usage(input, output, tokens, cacheWrite, reasoning);
        }

        /**
         * Sets the tokens written to the provider's cache.
         *
         * @param tokens how many
         * @return a new usage
         */
        public Usage withCacheWrite(long tokens) {
            return new Usage(input, output, cachedInput, tokens, reasoning);
        }

        /**
         * Sets how many of the output tokens were thought.
         *
         * @param tokens how many
         * @return a new usage
         */
        public Usage withReasoning(long tokens) {
            return new Usage(input, output, cachedInput, cacheWrite, tokens);
        }

        /** {@return tokens of the request, without cached ones and cache writes} */
        public long input() {
            return input;
        }

        /** {@return tokens of the answer, reasoning included} */
        public long output() {
            return output;
        }

        /** {@return tokens read from the provider's cache} */
        public long cachedInput() {
            return cachedInput;
        }

        /** {@return tokens written to the provider's cache} */
        public long cacheWrite() {
            return cacheWrite;
        }

        /** {@return tokens of thought, which are in {@link #output} too} */
        public long reasoning() {
            return reasoning;
        }
    }
}

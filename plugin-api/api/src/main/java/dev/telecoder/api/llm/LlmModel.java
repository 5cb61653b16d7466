package dev.telecoder.api.llm;

import java.util.Objects;

/**
 * A model a provider can answer with. Made with {@link #builder}.
 *
 * @since 1.0
 */
public final class LlmModel {

    private final String name;
    private final int contextTokens;
    private final int maxOutputTokens;
    private final boolean seesImages;
    private final boolean thinks;

    private LlmModel(Builder builder) {
        this.name = builder.name;
        this.contextTokens = builder.contextTokens;
        this.maxOutputTokens = builder.maxOutputTokens;
        this.seesImages = builder.seesImages;
        this.thinks = builder.thinks;
    }

    /**
     * Begins a model.
     *
     * @param name the provider's name of it
     * @return a builder, with a context of 128,000 tokens, 8,192 of them output, without images and thinking
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** {@return the provider's name of it} */
    public String name() {
        return name;
    }

    /** {@return the tokens that request and answer may have together} */
    public int contextTokens() {
        return contextTokens;
    }

    /** {@return the most tokens of one answer} */
    public int maxOutputTokens() {
        return maxOutputTokens;
    }

    /** {@return whether it sees images} */
    public boolean seesImages() {
        return seesImages;
    }

    /** {@return whether it can think before it answers} */
    public boolean thinks() {
        return thinks;
    }

    /** Builds a model. For one thread. */
    public static final class Builder {

        private final String name;
        private int contextTokens = 128_000;
        private int maxOutputTokens = 8_192;
        private boolean seesImages;
        private boolean thinks;

        private Builder(String name) {
            this.name = Objects.requireNonNull(name, "name");
        }

        /**
         * Sets the size of the context.
         *
         * @param tokens request and answer together
         * @return this builder
         */
        public Builder contextTokens(int tokens) {
            this.contextTokens = tokens;
            return this;
        }

        /**
         * Sets the most tokens of one answer.
         *
         * @param tokens the limit
         * @return this builder
         */
        public Builder maxOutputTokens(int tokens) {
            this.maxOutputTokens = tokens;
            return this;
        }

        /** {@return this builder, for a model that sees images} */
        public Builder seesImages() {
            this.seesImages = true;
            return this;
        }

        /** {@return this builder, for a model that can think before it answers} */
        public Builder thinks() {
            this.thinks = true;
            return this;
        }

        /** {@return the model} */
        public LlmModel build() {
            return new LlmModel(this);
        }
    }
}

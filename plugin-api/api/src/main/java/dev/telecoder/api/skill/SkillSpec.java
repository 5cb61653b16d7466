package dev.telecoder.api.skill;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * How a skill presents itself to the model and to the operator. Made with {@link #builder}.
 *
 * @since 1.0
 */
public final class SkillSpec {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*\\.[a-z0-9][a-z0-9-]*");

    private final String name;
    private final String description;
    private final String inputSchemaJson;
    private final Risk risk;
    private final boolean outsideText;
    private final boolean needsRepository;
    private final boolean runsCode;
    private final Duration timeout;
    private final List<String> network;
    private final List<String> keywords;
    private final List<String> examples;

    private SkillSpec(Builder builder) {
        this.name = builder.name;
        this.description = builder.description;
        this.inputSchemaJson = builder.inputSchemaJson;
        this.risk = builder.risk;
        this.outsideText = builder.outsideText;
        this.needsRepository = builder.needsRepository;
        this.runsCode = builder.runsCode;
        this.timeout = builder.timeout;
        this.network = List.copyOf(builder.network);
        this.keywords = List.copyOf(builder.keywords);
        this.examples = List.copyOf(builder.examples);
    }

    /**
     * Begins a spec.
     *
     * @param name two lower-case words with a dot between, such as {@code git.commit}
     * @param description for the model: what the skill does, when to use it and when not
     * @param inputSchemaJson the JSON Schema of the input, an object
     * @param risk the worst it can do
     * @return a builder of a spec that gives outside text, needs no repository and may take two minutes
     * @throws IllegalArgumentException if the name is not of that form
     */
    public static Builder builder(String name, String description, String inputSchemaJson, Risk risk) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "A skill name is two lower-case words with a dot between, such as git.commit, but this one is '"
                            + name + "'.");
        }
        return new Builder(name, description, inputSchemaJson, risk);
    }

    /** {@return the name, such as {@code git.commit}} */
    public String name() {
        return name;
    }

    /** {@return for the model: what the skill does, when to use it and when not} */
    public String description() {
        return description;
    }

    /** {@return the JSON Schema of the input, an object} */
    public String inputSchemaJson() {
        return inputSchemaJson;
    }

    /** {@return the worst it can do} */
    public Risk risk() {
        return risk;
    }

    /** {@return whether the output repeats what others than the asking person wrote} */
    public boolean outsideText() {
        return outsideText;
    }

    /** {@return whether it works on a repository, so that a conversation without one cannot use it} */
    public boolean needsRepository() {
        return needsRepository;
    }

    /**
     * {@return whether it runs programs of the repository or of the model in the sandbox; where the operator switched
     * isolation off, such a run needs consent}
     */
    public boolean runsCode() {
        return runsCode;
    }

    /** {@return how long one run may take} */
    public Duration timeout() {
        return timeout;
    }

    /** {@return the hosts it talks to; empty if none, {@code *} if they are not known before} */
    public List<String> network() {
        return network;
    }

    /** {@return words by which {@code skills.find} finds it, beside those of name and description} */
    public List<String> keywords() {
        return keywords;
    }

    /** {@return inputs that show how it is used, as JSON} */
    public List<String> examples() {
        return examples;
    }

    /** Builds a spec. For one thread. */
    public static final class Builder {

        private final String name;
        private final String description;
        private final String inputSchemaJson;
        private final Risk risk;
        private boolean outsideText = true;
        private boolean needsRepository;
        private boolean runsCode;
        private Duration timeout = Duration.ofMinutes(2);
        private List<String> network = List.of();
        private List<String> keywords = List.of();
        private List<String> examples = List.of();

        private Builder(String name, String description, String inputSchemaJson, Risk risk) {
            this.name = name;
            this.description = Objects.requireNonNull(description, "description");
            this.inputSchemaJson = Objects.requireNonNull(inputSchemaJson, "inputSchemaJson");
            this.risk = Objects.requireNonNull(risk, "risk");
        }

        /**
         * Says whose words the output repeats.
         *
         * @param fromOutside false if they are the skill's own or those of the repository's own branches
         * @return this builder
         */
        public Builder outsideText(boolean fromOutside) {
            this.outsideText = fromOutside;
            return this;
        }

        /** {@return this builder, for a skill that works on a repository} */
        public Builder needsRepository() {
            this.needsRepository = true;
            return this;
        }

        /** {@return this builder, for a skill that runs programs of the repository or of the model in the sandbox} */
        public Builder runsCode() {
            this.runsCode = true;
            return this;
        }

        /**
         * Sets how long one run may take; waiting for a person does not count.
         *
         * @param limit the limit
         * @return this builder
         */
        public Builder timeout(Duration limit) {
            this.timeout = Objects.requireNonNull(limit, "limit");
            return this;
        }

        /**
         * Names the hosts it talks to.
         *
         * @param hosts host names, or {@code *}
         * @return this builder
         */
        public Builder network(String... hosts) {
            this.network = List.of(hosts);
            return this;
        }

        /**
         * Names words by which {@code skills.find} finds it.
         *
         * @param words the words
         * @return this builder
         */
        public Builder keywords(String... words) {
            this.keywords = List.of(words);
            return this;
        }

        /**
         * Shows how it is used.
         *
         * @param inputs inputs, as JSON
         * @return this builder
         */
        public Builder examples(String... inputs) {
            this.examples = List.of(inputs);
            return this;
        }

        /** {@return the spec} */
        public SkillSpec build() {
            return new SkillSpec(this);
        }
    }
}

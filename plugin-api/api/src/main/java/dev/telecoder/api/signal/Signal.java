package dev.telecoder.api.signal;

import dev.telecoder.api.json.JsonValue;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A fact from outside, pushed by a webhook or found by a poller. One that may come both ways gets the same {@link #fact}
 * either way, so that it counts once; a poller, which has no delivery id, gives the fact as one. Made with {@link #builder}.
 *
 * @since 1.0
 */
public final class Signal {

    private final String source;
    private final String deliveryId;
    private final String kind;
    private final Instant at;
    private final @Nullable String repo;
    private final String subject;
    private final JsonValue payload;
    private final String fact;
    private final boolean own;

    private Signal(Builder builder) {
        this.source = builder.source;
        this.deliveryId = builder.deliveryId;
        this.kind = builder.kind;
        this.at = builder.at;
        this.repo = builder.repo;
        this.subject = builder.subject;
        this.payload = builder.payload;
        this.fact = builder.fact;
        this.own = builder.own;
    }

    /**
     * Begins a signal.
     *
     * @param source who says it, such as {@code github}
     * @param deliveryId names the happening, unique within the source
     * @param kind such as {@code workflow_run.completed}
     * @param at when it happened
     * @return a builder
     */
    public static Builder builder(String source, String deliveryId, String kind, Instant at) {
        return new Builder(source, deliveryId, kind, at);
    }

    /** {@return who says it} */
    public String source() {
        return source;
    }

    /** {@return the name of the happening, unique within the source} */
    public String deliveryId() {
        return deliveryId;
    }

    /** {@return what kind of happening it is} */
    public String kind() {
        return kind;
    }

    /** {@return when it happened} */
    public Instant at() {
        return at;
    }

    /** {@return the repository it is about, if it is about one} */
    public Optional<String> repo() {
        return Optional.ofNullable(repo);
    }

    /** {@return what it is about, such as {@code pull/203}; may be empty} */
    public String subject() {
        return subject;
    }

    /** {@return what the source said; outside text} */
    public JsonValue payload() {
        return payload;
    }

    /** {@return the name of the fact, the same however it was learned; empty if it can be learned one way only} */
    public String fact() {
        return fact;
    }

    /** {@return whether this installation caused it itself; then it is stored and nobody is told} */
    public boolean own() {
        return own;
    }

    /** Builds a signal. For one thread. */
    public static final class Builder {

        private final String source;
        private final String deliveryId;
        private final String kind;
        private final Instant at;
        private @Nullable String repo;
        private String subject = "";
        private JsonValue payload = JsonValue.NULL;
        private String fact = "";
        private boolean own;

        private Builder(String source, String deliveryId, String kind, Instant at) {
            this.source = Objects.requireNonNull(source, "source");
            this.deliveryId = Objects.requireNonNull(deliveryId, "deliveryId");
            this.kind = Objects.requireNonNull(kind, "kind");
            this.at = Objects.requireNonNull(at, "at");
        }

        /**
         * Says which repository it is about.
         *
         * @param name such as {@code myorg/api}
         * @return this builder
         */
        public Builder repo(String name) {
            this.repo = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * Says what it is about.
         *
         * @param what such as {@code pull/203}
         * @return this builder
         */
        public Builder subject(String what) {
            this.subject = Objects.requireNonNull(what, "what");
            return this;
        }

        /**
         * Adds what the source said.
         *
         * @param said the payload
         * @return this builder
         */
        public Builder payload(JsonValue said) {
            this.payload = Objects.requireNonNull(said, "said");
            return this;
        }

        /**
         * Names the fact, so that it counts once whether it is pushed or polled.
         *
         * @param name the same however it was learned, such as {@code workflow_run/42/1/completed}
         * @return this builder
         */
        public Builder fact(String name) {
            this.fact = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * Says that this installation caused it itself.
         *
         * @param ours whether it did
         * @return this builder
         */
        public Builder own(boolean ours) {
            this.own = ours;
            return this;
        }

        /** {@return the signal} */
        public Signal build() {
            return new Signal(this);
        }
    }
}

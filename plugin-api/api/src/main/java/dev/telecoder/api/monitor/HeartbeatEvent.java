package dev.telecoder.api.monitor;

import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened and that somebody may want to know. Made with a builder; optional are
 * {@code repo} (an alert may have none), {@code incident} and {@code state} (a red build and the green one that
 * ends it are two events of one incident), {@code detail} (what the agent needs to decide what to do: the
 * failing job, the lines of its log), {@code location} (where to look at it) and {@code person} (whom it is about).
 *
 * @since 1.0
 */
public final class HeartbeatEvent {

    /**
     * Begins an event.
     *
     * @param key names the happening itself, such as {@code ci:myorg/api:run-8123}; a key is reported once
     * @param severity how urgent it is
     * @param title one line for a person
     * @param occurredAt when it happened
     * @return a builder of the event
     */
    public static Builder builder(String key, Severity severity, String title, Instant occurredAt) {
        return new Builder(key, severity, title, occurredAt);
    }

    private final String key;
    private final Severity severity;
    private final String title;
    private final Instant occurredAt;
    private final @Nullable String repo;
    private final String incident;
    private final State state;
    private final String detail;
    private final @Nullable URI location;
    private final @Nullable String person;

    private HeartbeatEvent(Builder builder) {
        this.key = builder.key;
        this.severity = builder.severity;
        this.title = builder.title;
        this.occurredAt = builder.occurredAt;
        this.repo = builder.repo;
        this.incident = builder.incident == null ? builder.key : builder.incident;
        this.state = builder.state;
        this.detail = builder.detail;
        this.location = builder.location;
        this.person = builder.person;
    }

    /** {@return the name of the happening itself} */
    public String key() {
        return key;
    }

    /** {@return how urgent it is} */
    public Severity severity() {
        return severity;
    }

    /** {@return one line for a person} */
    public String title() {
        return title;
    }

    /** {@return when it happened} */
    public Instant occurredAt() {
        return occurredAt;
    }

    /** {@return the repository it is about, if it is about one} */
    public Optional<String> repo() {
        return Optional.ofNullable(repo);
    }

    /** {@return what it belongs to; its own key if nothing else was said} */
    public String incident() {
        return incident;
    }

    /** {@return where the incident stands with it} */
    public State state() {
        return state;
    }

    /** {@return what the agent needs to decide what to do; may be empty} */
    public String detail() {
        return detail;
    }

    /** {@return where to look at it} */
    public Optional<URI> location() {
        return Optional.ofNullable(location);
    }

    /** {@return whom it is about, by the account at the code host} */
    public Optional<String> person() {
        return Optional.ofNullable(person);
    }

    /** Builds an event. For one thread. */
    public static final class Builder {

        private final String key;
        private final Severity severity;
        private final String title;
        private final Instant occurredAt;
        private @Nullable String repo;
        private @Nullable String incident;
        private State state = State.OPEN;
        private String detail = "";
        private @Nullable URI location;
        private @Nullable String person;

        private Builder(String key, Severity severity, String title, Instant occurredAt) {
            this.key = Objects.requireNonNull(key, "key");
            this.severity = Objects.requireNonNull(severity, "severity");
            this.title = Objects.requireNonNull(title, "title");
            this.occurredAt = Objects.requireNonNull(occurredAt, "occurredAt");
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
         * Says what it belongs to.
         *
         * @param id the same for a red build and the green one that ends it
         * @param standing where the incident stands with this event
         * @return this builder
         */
        public Builder incident(String id, State standing) {
            this.incident = Objects.requireNonNull(id, "id");
            this.state = Objects.requireNonNull(standing, "standing");
            return this;
        }

        /**
         * Adds what the agent needs to decide what to do.
         *
         * @param text the failing job, the lines of its log
         * @return this builder
         */
        public Builder detail(String text) {
            this.detail = Objects.requireNonNull(text, "text");
            return this;
        }

        /**
         * Says where to look at it.
         *
         * @param url the address
         * @return this builder
         */
        public Builder location(URI url) {
            this.location = Objects.requireNonNull(url, "url");
            return this;
        }

        /**
         * Says whom it is about.
         *
         * @param account the account at the code host
         * @return this builder
         */
        public Builder person(String account) {
            this.person = Objects.requireNonNull(account, "account");
            return this;
        }

        /** {@return the event} */
        public HeartbeatEvent build() {
            return new HeartbeatEvent(this);
        }
    }

    /** Where an incident stands. */
    public enum State {
        /** It began. */
        OPEN,
        /** It goes on, and something about it is new. */
        UPDATE,
        /** It is over. */
        RESOLVED
    }

    /** How urgent an event is. */
    public enum Severity {
        /** Worth a line in the daily summary. */
        INFO,
        /** Worth a message, but not at night. */
        WARNING,
        /** Worth a message now. */
        CRITICAL
    }
}

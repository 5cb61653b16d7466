package dev.telecoder.platform.config;

/** What a rule says of a run; of several rules that match, the one nearest to {@code DENY} holds. */
public enum Decision {
    /** It runs. */
    ALLOW,
    /** A person is asked. */
    ASK,
    /** It does not run. */
    DENY
}

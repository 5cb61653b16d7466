package dev.telecoder.platform.config;

import java.util.Locale;

/** What happens to a run. In this order: of the rules that match, the later beats the earlier. */
public enum Decision {
    /** It runs. */
    ALLOW,
    /** A person is asked first. */
    ASK,
    /** It does not run. */
    DENY;

    /** {@return the name in settings and JSON} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

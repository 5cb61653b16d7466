package dev.telecoder.platform.consent;

import java.util.Locale;

/** What happens to a run. In this order: the later beats the earlier. */
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

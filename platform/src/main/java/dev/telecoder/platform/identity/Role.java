package dev.telecoder.platform.identity;

import java.util.Locale;

/** What a person is to this host, from most to least. */
public enum Role {
    /** Whose home it is: everything. */
    OWNER,
    /** May answer for others and change settings. */
    ADMIN,
    /** May have work done on the repositories. */
    DEVELOPER,
    /** May ask and look. */
    VIEWER,
    /** Known, without any right; the people of imported conversations. */
    GUEST;

    /**
     * Compares.
     *
     * @param other another role
     * @return whether this role may do all that the other may
     */
    public boolean covers(Role other) {
        return compareTo(other) <= 0;
    }

    /** {@return the name in settings and JSON, such as {@code developer}} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Role of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}

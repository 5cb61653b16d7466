package dev.telecoder.api.skill;

/**
 * Whose words a text is.
 *
 * @since 1.0
 */
public enum Origin {
    /** The asking person's, or the host's own. */
    PERSON,
    /** Files of a configured repository's own branches. */
    REPOSITORY,
    /** Others': issues, logs, web pages, pull requests. What a turn may do after reading it is limited. */
    OUTSIDE
}

package dev.telecoder.support.markdown;

/**
 * How a run of text is shown.
 *
 * @since 1.0
 */
public enum TextStyle {
    /** Strong emphasis. */
    BOLD,
    /** Emphasis. */
    ITALIC,
    /** Struck through. */
    STRIKE,
    /** Code within a line; in it nothing else is marked. */
    CODE
}

package dev.telecoder.plugin.code;

import java.util.Locale;

/** How much the old text of an edit may differ from the file, from nothing to context lines. Each allows the ones before. */
enum Rung {
    /** Not at all, line ends aside. */
    EXACT,
    /** Blanks at the end of lines. */
    TRAILING_SPACE,
    /** Smart quotes, dashes and special spaces for plain ones, or the reverse. */
    PUNCTUATION,
    /** The whole text moved, or indented in another unit. */
    INDENTATION,
    /** Empty lines too many or too few. */
    BLANK_LINES,
    /** A line of three dots stands for lines left out. */
    ELLIPSIS,
    /** Lines that the edit does not change may differ. */
    ANCHORED,
    /** What copying put around the lines: line numbers, a code fence, escapes. */
    COPIED;

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@return what of a line must be equal on this rung} */
    String key(String line) {
        return switch (this) {
            case EXACT, COPIED -> line;
            case TRAILING_SPACE -> line.stripTrailing();
            case PUNCTUATION -> Punctuation.plain(line).stripTrailing();
            case INDENTATION, BLANK_LINES, ELLIPSIS, ANCHORED -> Punctuation.plain(line).strip();
        };
    }

    /** {@return what of a line must be equal for old and new text to have it in common; here indentation counts} */
    String commonKey(String line) {
        return switch (this) {
            case EXACT, COPIED -> line;
            case TRAILING_SPACE -> line.stripTrailing();
            case PUNCTUATION, INDENTATION, BLANK_LINES, ELLIPSIS, ANCHORED -> Punctuation.plain(line).stripTrailing();
        };
    }
}

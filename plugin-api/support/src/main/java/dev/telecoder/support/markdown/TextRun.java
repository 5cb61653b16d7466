package dev.telecoder.support.markdown;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a line that looks the same throughout.
 *
 * @param text what it says; no line end in it
 * @param styles how it is shown
 * @param link where it leads, an {@code http} or {@code https} address; {@code null} if it is no link
 * @since 1.0
 */
public record TextRun(String text, Set<TextStyle> styles, @Nullable String link) {

    /** Copies the styles. */
    public TextRun {
        styles = Set.copyOf(styles);
    }

    /**
     * Makes a run that is shown as it is.
     *
     * @param text what it says
     * @return the run
     */
    public static TextRun plain(String text) {
        return new TextRun(text, Set.of(), null);
    }

    /** {@return whether it is code} */
    public boolean isCode() {
        return styles.contains(TextStyle.CODE);
    }

    /**
     * Says the same differently.
     *
     * @param other the text
     * @return a run of the same look
     */
    public TextRun withText(String other) {
        return new TextRun(other, styles, link);
    }

    /**
     * Adds a style.
     *
     * @param style the style
     * @return a run with it
     */
    public TextRun with(TextStyle style) {
        EnumSet<TextStyle> all = EnumSet.of(style);
        all.addAll(styles);
        return new TextRun(text, all, link);
    }

    /**
     * Takes a style away.
     *
     * @param style the style
     * @return a run without it
     */
    public TextRun without(TextStyle style) {
        EnumSet<TextStyle> all = EnumSet.noneOf(TextStyle.class);
        all.addAll(styles);
        all.remove(style);
        return new TextRun(text, all, link);
    }

    /** {@return a run that leads nowhere} */
    public TextRun withoutLink() {
        return new TextRun(text, styles, null);
    }

    boolean looksLike(TextRun other) {
        return styles.equals(other.styles) && java.util.Objects.equals(link, other.link);
    }
}

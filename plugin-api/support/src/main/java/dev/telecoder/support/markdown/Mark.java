package dev.telecoder.support.markdown;

import org.jspecify.annotations.Nullable;

/**
 * Something a platform marks at its beginning and at its end: a style, or a link.
 *
 * @param style the style; {@code null} for a link
 * @param link where the link leads; {@code null} for a style
 * @since 1.0
 */
public record Mark(@Nullable TextStyle style, @Nullable String link) {}

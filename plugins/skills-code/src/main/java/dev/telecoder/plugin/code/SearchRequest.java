package dev.telecoder.plugin.code;

import org.jspecify.annotations.Nullable;

/**
 * What to search for.
 *
 * @param query a text, a regular expression, a name or a sentence
 * @param regex whether the text is a regular expression
 * @param ignoreCase whether case does not matter
 * @param glob which files, or null for all
 * @param limit how many hits at most
 * @param offset how many to leave out
 */
record SearchRequest(String query, boolean regex, boolean ignoreCase, @Nullable String glob, int limit, int offset) {}

package dev.telecoder.plugin.code;

import org.jspecify.annotations.Nullable;

/**
 * A line that a search found.
 *
 * @param path the file, relative to the workspace
 * @param line from 1
 * @param column from 1, in bytes, as git counts
 * @param text the line
 * @param symbol the qualified name of what is defined there, if that was asked
 * @param kind such as class or method
 * @param score how well it fits, higher is better
 */
record Hit(String path, int line, int column, String text, @Nullable String symbol, @Nullable String kind,
        @Nullable Double score) {}

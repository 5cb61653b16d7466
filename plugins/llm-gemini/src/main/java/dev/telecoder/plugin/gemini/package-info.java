/** Gemini, by Google's Gemini API. */
@NullMarked
package dev.telecoder.plugin.gemini;

import org.jspecify.annotations.NullMarked;

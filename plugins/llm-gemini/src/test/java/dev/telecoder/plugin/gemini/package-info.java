/** Tests of the Gemini provider. */
@NullMarked
package dev.telecoder.plugin.gemini;

import org.jspecify.annotations.NullMarked;

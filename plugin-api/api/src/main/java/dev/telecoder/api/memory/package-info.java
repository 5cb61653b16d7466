/** Remembering and finding again. */
@NullMarked
package dev.telecoder.api.memory;

import org.jspecify.annotations.NullMarked;

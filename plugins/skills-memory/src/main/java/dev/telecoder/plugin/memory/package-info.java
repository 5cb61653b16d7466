/** Finds what was said in earlier conversations. */
@NullMarked
package dev.telecoder.plugin.memory;

import org.jspecify.annotations.NullMarked;

/** Which packages a project depends on, what is known to be wrong with them, and how to get newer ones. */
@NullMarked
package dev.telecoder.plugin.deps;

import org.jspecify.annotations.NullMarked;

/** What was said before, and how to find it again. */
@NullMarked
package dev.telecoder.platform.memory;

import org.jspecify.annotations.NullMarked;

/** Runs programs of the system: output line by line, limits, and an end that leaves nothing running. */
@NullMarked
package dev.telecoder.support.process;

import org.jspecify.annotations.NullMarked;

/** The journal of turns and runs, and the evidence taken from it. */
@NullMarked
package dev.telecoder.platform.task;

import org.jspecify.annotations.NullMarked;

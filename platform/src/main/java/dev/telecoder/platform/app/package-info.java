/** The commands, and the wiring of all parts. It connects; it decides nothing. */
@NullMarked
package dev.telecoder.platform.app;

import org.jspecify.annotations.NullMarked;

/** Channels under load, loss and repetition: what went in and what came out is counted at the platforms. */
@NullMarked
package dev.telecoder.checks.soak;

import org.jspecify.annotations.NullMarked;

/** Loads each plugin of the distribution again and again, and looks for what it leaves behind. */
@NullMarked
package dev.telecoder.checks.leak;

import org.jspecify.annotations.NullMarked;

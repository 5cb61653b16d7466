/** Isolated places to run commands in. */
@NullMarked
package dev.telecoder.api.sandbox;

import org.jspecify.annotations.NullMarked;

/** Watching outside systems for what is new. */
@NullMarked
package dev.telecoder.api.monitor;

import org.jspecify.annotations.NullMarked;

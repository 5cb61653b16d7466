/** The other processes of the benchmark: the model, the platform of a channel, and a bot that does nothing but answer. */
@NullMarked
package dev.telecoder.bench.peer;

import org.jspecify.annotations.NullMarked;

/** Runs the benchmark in the build, and tests its own arithmetic. */
@NullMarked
package dev.telecoder.bench;

import org.jspecify.annotations.NullMarked;

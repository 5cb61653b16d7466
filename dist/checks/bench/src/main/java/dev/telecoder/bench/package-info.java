/** Measures the built distribution from outside, as whole processes, and holds the figures against what is promised. */
@NullMarked
package dev.telecoder.bench;

import org.jspecify.annotations.NullMarked;

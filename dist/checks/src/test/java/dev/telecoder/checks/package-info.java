/** Holds the built distribution against what is promised of it. */
@NullMarked
package dev.telecoder.checks;

import org.jspecify.annotations.NullMarked;

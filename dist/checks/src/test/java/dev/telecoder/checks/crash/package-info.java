/** What the built distribution does when it is killed, and when it is told to stop. */
@NullMarked
package dev.telecoder.checks.crash;

import org.jspecify.annotations.NullMarked;

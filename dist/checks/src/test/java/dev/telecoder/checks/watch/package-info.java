/** Monitors of the built distribution, against a code host on loopback that counts what it is asked. */
@NullMarked
package dev.telecoder.checks.watch;

import org.jspecify.annotations.NullMarked;

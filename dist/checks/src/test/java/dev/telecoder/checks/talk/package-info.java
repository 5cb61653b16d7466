/** Long conversations of the built distribution with a model in a process of its own. */
@NullMarked
package dev.telecoder.checks.talk;

import org.jspecify.annotations.NullMarked;

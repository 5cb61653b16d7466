/** Tests of the git skills against real repositories. */
@NullMarked
package dev.telecoder.plugin.git;

import org.jspecify.annotations.NullMarked;

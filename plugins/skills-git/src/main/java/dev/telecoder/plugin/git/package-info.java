/** Branches, differences, commits and pushes as skills. */
@NullMarked
package dev.telecoder.plugin.git;

import org.jspecify.annotations.NullMarked;

/** The story of a red build, from the complaint to the green pull request, against the whole distribution. */
@NullMarked
package dev.telecoder.checks.pull;

import org.jspecify.annotations.NullMarked;

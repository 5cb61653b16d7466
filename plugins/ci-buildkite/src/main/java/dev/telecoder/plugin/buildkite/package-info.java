/** Buildkite as the place where builds are. */
@NullMarked
package dev.telecoder.plugin.buildkite;

import org.jspecify.annotations.NullMarked;

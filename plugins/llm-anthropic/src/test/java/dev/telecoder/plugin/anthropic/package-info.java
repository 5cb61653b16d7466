/** Tests of the Messages API provider. */
@NullMarked
package dev.telecoder.plugin.anthropic;

import org.jspecify.annotations.NullMarked;

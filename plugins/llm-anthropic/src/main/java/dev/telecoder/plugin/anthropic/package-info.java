/** Claude, by Anthropic's Messages API. */
@NullMarked
package dev.telecoder.plugin.anthropic;

import org.jspecify.annotations.NullMarked;

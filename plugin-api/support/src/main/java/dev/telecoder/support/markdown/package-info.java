/** Markdown as lines of styled text, and its division into messages: what every {@code MessageFormat} begins with. */
@NullMarked
package dev.telecoder.support.markdown;

import org.jspecify.annotations.NullMarked;

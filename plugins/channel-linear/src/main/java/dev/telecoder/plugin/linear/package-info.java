/** Linear: issues and their comments. */
@NullMarked
package dev.telecoder.plugin.linear;

import org.jspecify.annotations.NullMarked;

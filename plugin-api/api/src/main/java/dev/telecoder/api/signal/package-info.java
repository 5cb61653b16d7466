/** Facts from outside, each counted once. */
@NullMarked
package dev.telecoder.api.signal;

import org.jspecify.annotations.NullMarked;

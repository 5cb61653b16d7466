/** What came from outside, stored once and handed to whoever asked for its kind. */
@NullMarked
package dev.telecoder.platform.signal;

import org.jspecify.annotations.NullMarked;

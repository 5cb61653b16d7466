/** The rules that hold for the platform as a whole. */
@NullMarked
package dev.telecoder.platform;

import org.jspecify.annotations.NullMarked;

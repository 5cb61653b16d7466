/** Tests of recall. */
@NullMarked
package dev.telecoder.plugin.memory;

import org.jspecify.annotations.NullMarked;

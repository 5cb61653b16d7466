/** Tests of the order of versions. */
@NullMarked
package dev.telecoder.support.version;

import org.jspecify.annotations.NullMarked;

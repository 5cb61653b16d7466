/** The order of versions, as each package manager has it. */
@NullMarked
package dev.telecoder.support.version;

import org.jspecify.annotations.NullMarked;

/** Tests of the CI skills. */
@NullMarked
package dev.telecoder.plugin.ci;

import org.jspecify.annotations.NullMarked;

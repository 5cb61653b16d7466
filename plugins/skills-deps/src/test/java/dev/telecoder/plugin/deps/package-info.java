/** Tests of auditing and updating dependencies. */
@NullMarked
package dev.telecoder.plugin.deps;

import org.jspecify.annotations.NullMarked;

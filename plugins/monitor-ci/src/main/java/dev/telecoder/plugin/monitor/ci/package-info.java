/** Tells when a branch turns red, why, and when it is green again. */
@NullMarked
package dev.telecoder.plugin.monitor.ci;

import org.jspecify.annotations.NullMarked;

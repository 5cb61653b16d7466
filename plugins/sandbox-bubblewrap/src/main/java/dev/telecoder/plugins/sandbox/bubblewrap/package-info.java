/** Sandboxes by bubblewrap: name spaces of their own for each command, without a daemon and without root. */
@NullMarked
package dev.telecoder.plugins.sandbox.bubblewrap;

import org.jspecify.annotations.NullMarked;

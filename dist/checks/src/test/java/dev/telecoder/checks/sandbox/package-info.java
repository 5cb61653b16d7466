/** The sandboxes with the host's own way out of them, against the world where it is reached. */
@NullMarked
package dev.telecoder.checks.sandbox;

import org.jspecify.annotations.NullMarked;

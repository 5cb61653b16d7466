/** Sandboxes by Docker: a container without a network for each task, kept warm between its commands. */
@NullMarked
package dev.telecoder.plugins.sandbox.docker;

import org.jspecify.annotations.NullMarked;

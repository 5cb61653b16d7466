/** Coding agents at work in the sandbox. */
@NullMarked
package dev.telecoder.plugin.agents;

import org.jspecify.annotations.NullMarked;

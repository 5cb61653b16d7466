/** Tests of the coding agents. */
@NullMarked
package dev.telecoder.plugin.agents;

import org.jspecify.annotations.NullMarked;

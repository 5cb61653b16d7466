/** Runs one skill: checks the input, asks the gate, limits, records. */
@NullMarked
package dev.telecoder.platform.skill;

import org.jspecify.annotations.NullMarked;

/** Whole turns, from the message to the answer, against services of models that break off. */
@NullMarked
package dev.telecoder.checks.turns;

import org.jspecify.annotations.NullMarked;

/** The smallest source of skills: what a webhook teaches becomes a skill. */
@NullMarked
package dev.telecoder.example.answers;

import org.jspecify.annotations.NullMarked;

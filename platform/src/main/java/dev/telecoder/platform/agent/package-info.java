/** The loop: prompt, model, skills, prompt. */
@NullMarked
package dev.telecoder.platform.agent;

import org.jspecify.annotations.NullMarked;

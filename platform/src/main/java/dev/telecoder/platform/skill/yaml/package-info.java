/** Skills as files: read, checked with line and column, and run by a shell in the sandbox. */
@NullMarked
package dev.telecoder.platform.skill.yaml;

import org.jspecify.annotations.NullMarked;

/** Which sandbox a task has, and when it ends. */
@NullMarked
package dev.telecoder.platform.sandbox;

import org.jspecify.annotations.NullMarked;

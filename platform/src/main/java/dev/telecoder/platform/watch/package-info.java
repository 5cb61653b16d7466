/** Watches pull requests that tasks opened until they are green, merged or closed, and repositories that chats asked about. */
@NullMarked
package dev.telecoder.platform.watch;

import org.jspecify.annotations.NullMarked;

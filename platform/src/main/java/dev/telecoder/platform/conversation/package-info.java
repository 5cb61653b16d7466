/** Conversations, their addresses, members, messages and audiences, and the events kept of them. */
@NullMarked
package dev.telecoder.platform.conversation;

import org.jspecify.annotations.NullMarked;

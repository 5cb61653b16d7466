/** Conversations, their addresses, members and messages, and who may see what. */
@NullMarked
package dev.telecoder.platform.conversation;

import org.jspecify.annotations.NullMarked;

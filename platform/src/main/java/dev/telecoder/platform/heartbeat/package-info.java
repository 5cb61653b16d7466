/** When the bot looks by itself, what of it is worth a message, and the jobs that people schedule. */
@NullMarked
package dev.telecoder.platform.heartbeat;

import org.jspecify.annotations.NullMarked;

/** Messaging platforms, in both directions. */
@NullMarked
package dev.telecoder.api.channel;

import org.jspecify.annotations.NullMarked;

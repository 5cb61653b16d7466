/** The benchmark's own plugin: a channel that speaks to its platform as the one for Telegram does. It is not shipped. */
@NullMarked
package dev.telecoder.bench.channel;

import org.jspecify.annotations.NullMarked;

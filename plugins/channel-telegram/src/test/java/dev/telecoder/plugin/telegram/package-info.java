/** Telegram: bots by long polling or webhook. */
@NullMarked
package dev.telecoder.plugin.telegram;

import org.jspecify.annotations.NullMarked;

/** Discord: a bot at the gateway, or by interactions over HTTP. */
@NullMarked
package dev.telecoder.plugin.discord;

import org.jspecify.annotations.NullMarked;

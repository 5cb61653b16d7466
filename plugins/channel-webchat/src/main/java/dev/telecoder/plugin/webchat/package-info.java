/** The web chat: a page that talks to the host's own API and event stream. */
@NullMarked
package dev.telecoder.plugin.webchat;

import org.jspecify.annotations.NullMarked;

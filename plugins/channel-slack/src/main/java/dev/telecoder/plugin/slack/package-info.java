/** Slack: an app by Socket Mode or by the Events API. */
@NullMarked
package dev.telecoder.plugin.slack;

import org.jspecify.annotations.NullMarked;

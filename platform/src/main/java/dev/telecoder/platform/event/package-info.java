/** What happened, for whoever watches: the dashboard, the event stream, the log. */
@NullMarked
package dev.telecoder.platform.event;

import org.jspecify.annotations.NullMarked;

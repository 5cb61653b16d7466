/** What the CI says: its runs, and from a log to the cause of a failure. */
@NullMarked
package dev.telecoder.plugin.ci;

import org.jspecify.annotations.NullMarked;

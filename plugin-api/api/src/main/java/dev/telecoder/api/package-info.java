/** What every extension shares: its context, how it fails and how it is cancelled. */
@NullMarked
package dev.telecoder.api;

import org.jspecify.annotations.NullMarked;

/** Reads what test tools report, in whatever format, into one shape; none is trusted and none can reach outside. */
@NullMarked
package dev.telecoder.support.report;

import org.jspecify.annotations.NullMarked;

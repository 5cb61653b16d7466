/** Tells what pull requests want of somebody. */
@NullMarked
package dev.telecoder.plugin.monitor.prs;

import org.jspecify.annotations.NullMarked;

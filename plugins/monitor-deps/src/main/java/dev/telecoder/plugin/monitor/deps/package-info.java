/** Tells of vulnerable and outdated dependencies: together once a week, critical ones at once. */
@NullMarked
package dev.telecoder.plugin.monitor.deps;

import org.jspecify.annotations.NullMarked;

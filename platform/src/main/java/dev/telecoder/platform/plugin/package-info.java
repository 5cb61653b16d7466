/** Finds, inspects, loads, isolates and lists plugins; every call into one goes through a guard that attributes its faults. */
@NullMarked
package dev.telecoder.platform.plugin;

import org.jspecify.annotations.NullMarked;

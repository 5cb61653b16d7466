/** Messages in and out, as people and platforms see them. */
@NullMarked
package dev.telecoder.platform.gateway;

import org.jspecify.annotations.NullMarked;

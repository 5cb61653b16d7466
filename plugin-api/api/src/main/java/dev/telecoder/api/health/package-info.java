/** What a plugin finds out about itself for {@code telecoder doctor}. */
@NullMarked
package dev.telecoder.api.health;

import org.jspecify.annotations.NullMarked;

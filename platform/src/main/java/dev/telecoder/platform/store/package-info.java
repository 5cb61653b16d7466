/** Opens the database, migrates it, and runs what the features read and write; it knows no table of theirs. */
@NullMarked
package dev.telecoder.platform.store;

import org.jspecify.annotations.NullMarked;

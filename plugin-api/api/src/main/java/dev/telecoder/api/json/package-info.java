/** JSON as a small tree of our own, so that no library stands in a signature. */
@NullMarked
package dev.telecoder.api.json;

import org.jspecify.annotations.NullMarked;

/** The smallest sandbox runtime: plain processes that let others go first. */
@NullMarked
package dev.telecoder.example.nice;

import org.jspecify.annotations.NullMarked;

/** Tests of the fakes, and of the contracts by faulty implementations. */
@NullMarked
package dev.telecoder.testkit;

import org.jspecify.annotations.NullMarked;

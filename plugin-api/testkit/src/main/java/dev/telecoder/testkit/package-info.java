/** Fakes of the host and contracts of every kind of extension, for the tests of plugins. */
@NullMarked
package dev.telecoder.testkit;

import org.jspecify.annotations.NullMarked;

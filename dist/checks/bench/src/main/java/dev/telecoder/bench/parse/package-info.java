/** The parsers by themselves, measured by JMH. */
@NullMarked
package dev.telecoder.bench.parse;

import org.jspecify.annotations.NullMarked;

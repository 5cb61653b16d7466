/** Tests of advisories. */
@NullMarked
package dev.telecoder.support.osv;

import org.jspecify.annotations.NullMarked;

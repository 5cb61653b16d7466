/** Security advisories in the format of OSV, and which versions of a package they are about. */
@NullMarked
package dev.telecoder.support.osv;

import org.jspecify.annotations.NullMarked;

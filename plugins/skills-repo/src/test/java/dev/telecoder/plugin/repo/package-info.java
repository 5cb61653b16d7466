/** Tests of opening repositories. */
@NullMarked
package dev.telecoder.plugin.repo;

import org.jspecify.annotations.NullMarked;

/** Tests of mirrors, clones and pushes against real remotes. */
@NullMarked
package dev.telecoder.platform.repo;

import org.jspecify.annotations.NullMarked;

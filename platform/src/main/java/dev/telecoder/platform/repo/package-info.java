/** Mirrors, task clones and {@code Checkout}: the only place that has JGit, credentials and push. */
@NullMarked
package dev.telecoder.platform.repo;

import org.jspecify.annotations.NullMarked;

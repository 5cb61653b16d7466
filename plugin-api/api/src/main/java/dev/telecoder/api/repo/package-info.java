/** Repositories, the services that keep them, and git's only door. */
@NullMarked
package dev.telecoder.api.repo;

import org.jspecify.annotations.NullMarked;

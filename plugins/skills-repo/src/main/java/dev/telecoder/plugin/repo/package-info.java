/** Opens a repository and finds out what it is made of, and how it is built and tested. */
@NullMarked
package dev.telecoder.plugin.repo;

import org.jspecify.annotations.NullMarked;

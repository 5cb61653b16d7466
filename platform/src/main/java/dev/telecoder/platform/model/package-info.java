/** Routes a request to the provider that answers it, retries, and counts what it took. */
@NullMarked
package dev.telecoder.platform.model;

import org.jspecify.annotations.NullMarked;

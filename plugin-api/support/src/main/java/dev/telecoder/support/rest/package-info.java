/** Asking the REST API of a code host or CI: only for what changed, page by page, within its limits. */
@NullMarked
package dev.telecoder.support.rest;

import org.jspecify.annotations.NullMarked;

/** The host's HTTP client, and what plugins serve: callbacks and static files. */
@NullMarked
package dev.telecoder.api.http;

import org.jspecify.annotations.NullMarked;

/** The HTTP side of the host: the API with its event stream, the pages, the webhooks. */
@NullMarked
package dev.telecoder.platform.web;

import org.jspecify.annotations.NullMarked;

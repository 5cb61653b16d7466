/** The one client for HTTP: proxies, time limits, rules on addresses, redaction. */
@NullMarked
package dev.telecoder.platform.http;

import org.jspecify.annotations.NullMarked;

/** Reads config.yaml, binds it and JSON to records, and explains what is wrong. */
@NullMarked
package dev.telecoder.platform.config;

import org.jspecify.annotations.NullMarked;

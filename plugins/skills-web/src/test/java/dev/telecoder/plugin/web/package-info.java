/** Tests of web.fetch. */
@NullMarked
package dev.telecoder.plugin.web;

import org.jspecify.annotations.NullMarked;

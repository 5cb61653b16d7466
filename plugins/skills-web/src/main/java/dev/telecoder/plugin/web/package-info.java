/** Pages of the web as readable text. */
@NullMarked
package dev.telecoder.plugin.web;

import org.jspecify.annotations.NullMarked;

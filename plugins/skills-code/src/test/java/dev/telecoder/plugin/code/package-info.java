/** Tests of reading, searching and editing. */
@NullMarked
package dev.telecoder.plugin.code;

import org.jspecify.annotations.NullMarked;

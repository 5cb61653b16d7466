/** People, their accounts on channels, their roles and what these allow. */
@NullMarked
package dev.telecoder.platform.identity;

import org.jspecify.annotations.NullMarked;

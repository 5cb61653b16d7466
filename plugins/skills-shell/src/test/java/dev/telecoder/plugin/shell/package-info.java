/** Tests of shell.exec. */
@NullMarked
package dev.telecoder.plugin.shell;

import org.jspecify.annotations.NullMarked;

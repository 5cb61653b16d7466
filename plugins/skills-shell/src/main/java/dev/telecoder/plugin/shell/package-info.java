/** Shell commands in the sandbox, and how risky their text says they are. */
@NullMarked
package dev.telecoder.plugin.shell;

import org.jspecify.annotations.NullMarked;

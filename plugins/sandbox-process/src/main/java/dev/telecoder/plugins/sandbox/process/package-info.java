/** Commands as plain processes of the host, without any isolation; for those who ask for it. */
@NullMarked
package dev.telecoder.plugins.sandbox.process;

import org.jspecify.annotations.NullMarked;

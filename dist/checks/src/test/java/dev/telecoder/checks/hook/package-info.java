/** Webhooks sent to the built distribution, as their senders do. */
@NullMarked
package dev.telecoder.checks.hook;

import org.jspecify.annotations.NullMarked;

/** Tests of the Chat Completions providers. */
@NullMarked
package dev.telecoder.plugin.openai;

import org.jspecify.annotations.NullMarked;

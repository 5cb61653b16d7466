/** Tests of the Ollama provider. */
@NullMarked
package dev.telecoder.plugin.ollama;

import org.jspecify.annotations.NullMarked;

/** Models on one's own machine, by Ollama's native chat API. */
@NullMarked
package dev.telecoder.plugin.ollama;

import org.jspecify.annotations.NullMarked;

/** Services that answer with a language model. */
@NullMarked
package dev.telecoder.api.llm;

import org.jspecify.annotations.NullMarked;

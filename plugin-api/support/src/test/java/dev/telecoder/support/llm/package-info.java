/** Tests of what providers of language models share. */
@NullMarked
package dev.telecoder.support.llm;

import org.jspecify.annotations.NullMarked;

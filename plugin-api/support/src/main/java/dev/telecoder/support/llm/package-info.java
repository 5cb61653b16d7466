/** What providers of language models share: their settings, reading a stream of events, failures by status, schemas. */
@NullMarked
package dev.telecoder.support.llm;

import org.jspecify.annotations.NullMarked;

/** The smallest embedder: a vector counts the words of a text. */
@NullMarked
package dev.telecoder.example.words;

import org.jspecify.annotations.NullMarked;

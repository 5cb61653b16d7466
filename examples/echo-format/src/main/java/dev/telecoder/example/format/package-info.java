/** The smallest message format: what the channel echo writes into its file, in parts. */
@NullMarked
package dev.telecoder.example.format;

import org.jspecify.annotations.NullMarked;

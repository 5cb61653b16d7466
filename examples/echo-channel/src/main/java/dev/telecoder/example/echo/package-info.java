/** The smallest channel: messages come by HTTP, answers go into a file. */
@NullMarked
package dev.telecoder.example.echo;

import org.jspecify.annotations.NullMarked;

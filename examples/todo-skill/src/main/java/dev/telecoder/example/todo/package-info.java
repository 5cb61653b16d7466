/** The smallest skill plugin: one class. */
@NullMarked
package dev.telecoder.example.todo;

import org.jspecify.annotations.NullMarked;

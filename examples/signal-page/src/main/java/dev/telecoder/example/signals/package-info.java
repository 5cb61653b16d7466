/** The smallest web app: a page with what was heard from outside last. */
@NullMarked
package dev.telecoder.example.signals;

import org.jspecify.annotations.NullMarked;

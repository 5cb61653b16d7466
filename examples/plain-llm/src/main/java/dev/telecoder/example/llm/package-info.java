/** The smallest model provider: a service that answers in lines of JSON. */
@NullMarked
package dev.telecoder.example.llm;

import org.jspecify.annotations.NullMarked;

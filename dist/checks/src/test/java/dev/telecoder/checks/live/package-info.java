/** Ten coding tasks on the demo repositories, for a real model: {@code mvn -Plive verify}. */
@NullMarked
package dev.telecoder.checks.live;

import org.jspecify.annotations.NullMarked;

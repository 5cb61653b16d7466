/** Messages in and out: who may talk, which conversation it is, what is stored before it is acknowledged, and delivery. */
@NullMarked
package dev.telecoder.platform.gateway;

import org.jspecify.annotations.NullMarked;

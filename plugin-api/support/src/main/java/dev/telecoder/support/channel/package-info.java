/** What several channels need: the commands to register, the types of files, bodies of several parts. */
@NullMarked
package dev.telecoder.support.channel;

import org.jspecify.annotations.NullMarked;

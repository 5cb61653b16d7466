/** Tests of the channel, with a code host in memory. */
@NullMarked
package dev.telecoder.plugin.githubchannel;

import org.jspecify.annotations.NullMarked;

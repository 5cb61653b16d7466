/** Issues, pull requests, review threads and discussions of GitHub as conversations. */
@NullMarked
package dev.telecoder.plugin.githubchannel;

import org.jspecify.annotations.NullMarked;

/** GitHub as the place where repositories, pull requests and builds are. */
@NullMarked
package dev.telecoder.plugin.github;

import org.jspecify.annotations.NullMarked;

/** GitLab as the place where repositories, merge requests and builds are. */
@NullMarked
package dev.telecoder.plugin.gitlab;

import org.jspecify.annotations.NullMarked;

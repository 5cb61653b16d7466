/** The smallest code host, CI and webhook: a Gitea or Forgejo server. */
@NullMarked
package dev.telecoder.example.gitea;

import org.jspecify.annotations.NullMarked;

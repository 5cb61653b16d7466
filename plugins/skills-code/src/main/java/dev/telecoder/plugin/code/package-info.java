/** How the agent reads, searches and edits the files of a workspace. */
@NullMarked
package dev.telecoder.plugin.code;

import org.jspecify.annotations.NullMarked;

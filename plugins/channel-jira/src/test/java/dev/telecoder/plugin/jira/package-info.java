/** Jira: issues and their comments, on Cloud and on Server. */
@NullMarked
package dev.telecoder.plugin.jira;

import org.jspecify.annotations.NullMarked;

/** The skill test.run: finds out how a project is tested, runs that in the sandbox, and reads what came of it. */
@NullMarked
package dev.telecoder.plugins.skills.test;

import org.jspecify.annotations.NullMarked;

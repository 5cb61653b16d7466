/** What the agent can do, offered to the model as tools. */
@NullMarked
package dev.telecoder.api.skill;

import org.jspecify.annotations.NullMarked;

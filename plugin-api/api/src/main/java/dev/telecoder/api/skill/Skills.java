package dev.telecoder.api.skill;

import dev.telecoder.api.HostProvided;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;

/**
 * Other skills by name, through the same gate and journal.
 *
 * @since 1.0
 */
@HostProvided
public interface Skills {

    /**
     * Runs a skill and waits for it, also for the person it may have to ask.
     *
     * @param name such as {@code test.run}
     * @param input its input, an object
     * @return what came of it, also if it failed
     * @throws PluginException of kind {@code REJECTED} if there is no such skill, the input does not fit, it was not
     *     allowed, or calls are nested too deeply; else what the skill threw
     */
    SkillResult run(String name, JsonValue input);
}

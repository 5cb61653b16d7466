package dev.telecoder.platform.skill;

import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillSpec;

/**
 * A skill that is there.
 *
 * @param skill what to run
 * @param spec how it presents itself, read once
 * @param source where it came from, such as {@code plugin:skills-git}
 * @param reason why it cannot be used; empty if it can
 */
public record CatalogEntry(Skill skill, SkillSpec spec, String source, String reason) {

    /** {@return whether it can be used} */
    public boolean ready() {
        return reason.isEmpty();
    }

    /** {@return its name at the model: letters, digits, {@code _} and {@code -} only} */
    public String wireName() {
        return wireName(spec.name());
    }

    /**
     * Maps a name to one the model can use.
     *
     * @param name such as {@code code.edit}
     * @return such as {@code code_edit}
     */
    public static String wireName(String name) {
        String mapped = name.replaceAll("[^a-zA-Z0-9_-]", "_");
        return mapped.length() <= 64 ? mapped : mapped.substring(0, 64);
    }
}

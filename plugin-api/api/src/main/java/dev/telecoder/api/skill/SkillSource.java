package dev.telecoder.api.skill;

import java.util.List;
import org.pf4j.ExtensionPoint;

/**
 * Skills that are known only at run time: of YAML files, {@code SKILL.md} folders, MCP servers.
 *
 * @since 1.0
 */
public interface SkillSource extends ExtensionPoint {

    /** {@return the skills there are now; a wrong one is left out and reported} */
    List<Skill> skills();

    /**
     * Asks to be told when {@link #skills} would answer something else. Called once, before the first run.
     *
     * @param changed what to call, from any thread
     */
    void onChange(Runnable changed);
}

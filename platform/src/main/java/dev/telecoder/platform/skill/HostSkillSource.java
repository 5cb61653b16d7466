package dev.telecoder.platform.skill;

import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillSource;
import java.util.List;

/** A source of the host's own, which also tells of what it has and cannot offer, and why. */
public interface HostSkillSource extends SkillSource {

    /** {@return all there is now, the unusable too; of two with one name the first counts} */
    List<Listed> listed();

    /**
     * Something that is there.
     *
     * @param skill the skill; of one that is unusable only the spec counts
     * @param source where it came from, such as {@code yaml:deploy.yaml}
     * @param reason why it cannot be used; empty if it can
     * @param lasting whether the reason holds until the source tells of a change, and not only until something it requires
     *     is there
     */
    record Listed(Skill skill, String source, String reason, boolean lasting) {}
}

package dev.telecoder.checks.peer;

import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.SkillSpec;
import org.pf4j.Extension;

/** Does something outside that nobody can look up afterwards. */
@Extension
public final class AppendSkill implements Skill {

    @Override
    public SkillSpec spec() {
        return SkillSpec.builder("effects.append", "Appends a line.", "{\"type\": \"object\"}", Risk.EXTERNAL).outsideText(false)
                .build();
    }

    @Override
    public SkillResult run(SkillInput input, SkillContext context) {
        Lines.append("append.txt", context.runId());
        return SkillResult.ok("appended");
    }
}

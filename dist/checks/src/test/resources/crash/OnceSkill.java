package dev.telecoder.checks.peer;

import dev.telecoder.api.skill.Reconciled;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.RunRecord;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.SkillSpec;
import org.pf4j.Extension;

/** Does something outside under the run's id, so that it can be looked up whether it was done. */
@Extension
public final class OnceSkill implements Skill {

    @Override
    public SkillSpec spec() {
        return SkillSpec.builder("effects.once", "Appends a line that can be found again.", "{\"type\": \"object\"}",
                Risk.EXTERNAL).outsideText(false).build();
    }

    @Override
    public SkillResult run(SkillInput input, SkillContext context) {
        Lines.append("once.txt", context.runId());
        return SkillResult.ok("appended once");
    }

    @Override
    public Reconciled reconcile(RunRecord run, SkillContext context) {
        return Lines.read("once.txt").contains(run.id()) ? Reconciled.done(SkillResult.ok("appended once"))
                : Reconciled.notDone();
    }
}

package dev.telecoder.bench.channel;

import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.SkillSpec;
import org.pf4j.Extension;

/** Says back what it is told. Its plugin is put in and taken out again and again. */
@Extension
public final class BenchSkill implements Skill {

    /**
     * What it is told.
     *
     * @param text the words
     */
    record Input(String text) {}

    /** Made by the host. */
    public BenchSkill() {}

    @Override
    public SkillSpec spec() {
        return SkillSpec.builder("bench.say", "Says back what it is told.",
                "{\"type\": \"object\", \"properties\": {\"text\": {\"type\": \"string\"}}, \"required\": [\"text\"]}",
                Risk.READ).outsideText(false).build();
    }

    @Override
    public SkillResult run(SkillInput input, SkillContext context) {
        return SkillResult.ok(input.as(Input.class).text());
    }
}

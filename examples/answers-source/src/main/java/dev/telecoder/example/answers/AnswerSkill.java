package dev.telecoder.example.answers;

import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.SkillSpec;

/** A skill that knows one answer. The text is of others, so the host treats it as such. */
record AnswerSkill(SkillSpec spec, String answer) implements Skill {

    static AnswerSkill of(String name, String question, String answer) {
        return new AnswerSkill(SkillSpec.builder(name, "Knows the answer to: " + question,
                "{\"type\": \"object\", \"properties\": {}}", Risk.READ).outsideText(true).build(), answer);
    }

    @Override
    public SkillResult run(SkillInput input, SkillContext context) {
        return SkillResult.ok(answer);
    }
}

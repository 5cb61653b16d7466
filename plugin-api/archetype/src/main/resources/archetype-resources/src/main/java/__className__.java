package ${package};

import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.SkillSpec;
import org.pf4j.Extension;

/** Counts the words of a text. Any number of threads may use it. */
@Extension
public final class ${className} implements Skill {

    private static final SkillSpec SPEC = SkillSpec.builder(
            "${skill}",
            "Counts the words of a text. Use it instead of counting yourself.",
            """
            {"type": "object",
             "properties": {"text": {"type": "string", "description": "the text"}},
             "required": ["text"]}
            """,
            Risk.READ).keywords("count", "words", "length").outsideText(false).build();

    record Input(String text) {}

    /** Made by the host, once. */
    public ${className}() {}

    @Override
    public SkillSpec spec() {
        return SPEC;
    }

    @Override
    public SkillResult run(SkillInput input, SkillContext context) {
        String text = input.as(Input.class).text().strip();
        if (text.isEmpty()) {
            return SkillResult.failed("The text is empty. Give the text itself, not the name of a file.");
        }
        return SkillResult.ok(text.split("\\s+").length + " words");
    }
}

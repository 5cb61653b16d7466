package dev.telecoder.plugin.agents;

import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.SkillSpec;
import java.util.List;
import org.pf4j.Extension;

/**
 * {@code code.permit}: what a coding agent asks leave for. It does nothing itself: that it was run means that the host allowed
 * it, after asking a person where its rules say so. Any thread may run it.
 */
@Extension
public final class PermitSkill implements Skill {

    static final String NAME = "code.permit";

    private static final List<String> LOOKS = List.of("read", "search", "think");
    private static final List<String> WRITES = List.of("edit", "delete", "move", "execute");
    private static final List<String> OTHERS = List.of("fetch", "other");

    private static final SkillSpec SPEC = SkillSpec
            .builder(NAME,
                    """
            Used by code.sandbox to ask whether a coding agent may do something. It does nothing itself; do not call it.""",
                    """
            {"type":"object","additionalProperties":false,"required":["kind","action"],"properties":{
            "kind":{"enum":["read","search","think","edit","delete","move","execute","fetch","other"]},
            "action":{"type":"string","maxLength":2100}}}""",
                    Risk.EXTERNAL)
            .outsideText(false).runsCode()
            .examples("{\"kind\": \"execute\", \"action\": \"bash make check\"}").build();

    /** The host makes it. */
    public PermitSkill() {}

    /** {@return the kind the agent named, or one that is always asked about} */
    static String known(String kind) {
        return LOOKS.contains(kind) || WRITES.contains(kind) || OTHERS.contains(kind) ? kind : "other";
    }

    @Override
    public SkillSpec spec() {
        return SPEC;
    }

    @Override
    public Risk risk(SkillInput input) {
        String kind = input.value().get("kind").text();
        return LOOKS.contains(kind) ? Risk.READ : WRITES.contains(kind) ? Risk.WRITE : Risk.EXTERNAL;
    }

    @Override
    public SkillResult run(SkillInput input, SkillContext context) {
        context.cancellation().throwIfCancelled();
        return SkillResult.ok("Allowed: " + input.value().get("action").text());
    }
}

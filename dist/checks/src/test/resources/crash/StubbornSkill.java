package dev.telecoder.checks.peer;

import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.SkillSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.pf4j.Extension;

/** Goes on for half a minute, whatever it is told. */
@Extension
public final class StubbornSkill implements Skill {

    @Override
    public SkillSpec spec() {
        return SkillSpec.builder("effects.stubborn", "Does not listen.", "{\"type\": \"object\"}", Risk.READ).outsideText(false)
                .build();
    }

    @Override
    public SkillResult run(SkillInput input, SkillContext context) {
        Lines.append("stubborn.txt", context.runId());
        long end = System.nanoTime() + 30_000_000_000L;
        Path released = Path.of(System.getenv("TELECODER_CHECK_FOLDER"), "released");
        while (System.nanoTime() < end && !Files.exists(released)) {
            LockSupport.parkNanos(20_000_000);
            Thread.interrupted(); // and forgets about it
        }
        return SkillResult.ok("at last");
    }
}

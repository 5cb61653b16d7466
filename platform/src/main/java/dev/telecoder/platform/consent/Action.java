package dev.telecoder.platform.consent;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Effect;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.platform.identity.Person;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the gate decides about: one run of a skill, with all that matters for the decision and nothing the model could
 * change.
 *
 * @param skill the skill
 * @param input what it is passed
 * @param risk how risky this run is, raised where it runs code without isolation
 * @param person whose rights count
 * @param repo the repository in focus, or {@code null}
 * @param branch the branch the effects are about, or {@code null}
 * @param effects what others will see; empty if nothing a plan could name
 * @param protectedBranch whether the effects reach a protected branch
 * @param askPaths what of the change asks each time: files, and its size where that is too large
 * @param outside whether the turn has read outside text
 * @param presumed up to which risk the person consented by typing the command, or {@code null}
 * @param conversation the conversation, or {@code null}
 * @param turn the turn, or {@code null}
 * @param task the task, or {@code null}
 * @param run the run
 * @param binds what a consent is bound to: input, and base and tree for git
 * @param summary what it will do, in one line with counts
 */
public record Action(String skill, JsonValue input, Risk risk, Person person, @Nullable String repo,
        @Nullable String branch,
        List<Effect> effects, boolean protectedBranch, List<String> askPaths, boolean outside, @Nullable Risk presumed,
        @Nullable String conversation, @Nullable String turn, @Nullable String task, String run, String binds,
        String summary) {

    /** Copies the lists. */
    public Action {
        effects = List.copyOf(effects);
        askPaths = List.copyOf(askPaths);
    }

    /** {@return whether nothing but an answer to this very question counts} */
    boolean asksOnceAlways() {
        return risk == Risk.DANGEROUS || protectedBranch || !askPaths.isEmpty();
    }
}

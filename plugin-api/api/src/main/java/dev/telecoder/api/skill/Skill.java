package dev.telecoder.api.skill;

import dev.telecoder.api.PluginException;
import java.util.List;
import org.pf4j.ExtensionPoint;

/**
 * One thing the agent can do, offered to the model as a tool.
 *
 * <p>A skill keeps nothing between runs, and may run many times at once.
 *
 * @since 1.0
 */
public interface Skill extends ExtensionPoint {

    /** {@return how the skill presents itself; always the same} */
    SkillSpec spec();

    /**
     * Tells how risky one particular run is. Override it if that depends on the input: a push is
     * {@link Risk#EXTERNAL}, a force-push {@link Risk#DANGEROUS}.
     *
     * @param input what the model passed
     * @return the risk, never above the one in {@link #spec()}
     */
    default Risk risk(SkillInput input) {
        return spec().risk();
    }

    /**
     * Names what others will see of one particular run, so that a plan a person agreed to can cover it. A run of risk
     * {@link Risk#EXTERNAL} that names nothing is covered by no plan: it asks by itself.
     *
     * @param input what the model passed
     * @return the effects; empty if there are none, or none a plan could name
     */
    default List<Effect> effects(SkillInput input) {
        return List.of();
    }

    /**
     * Runs the skill. The host has already checked the input and, where needed, asked a person.
     *
     * @param input what the model passed
     * @param context the surroundings of the run
     * @return the outcome, also if it is a failure that the model can do something about
     * @throws PluginException if the surroundings failed: no network, no Docker, no credentials
     */
    SkillResult run(SkillInput input, SkillContext context);

    /**
     * Tells what became of a run that a crash cut off before its record. The host asks for {@link
     * Risk#EXTERNAL} and above only: what reads is run again, what writes is run again from the snapshot
     * before it.
     *
     * @param run what was recorded when the run began: its input, branch, and time
     * @param context the surroundings, to look with
     * @return {@code Reconciled.done(result)}, {@code notDone()} or {@code unknown()}; an unknown run is told
     *     to the person and not repeated
     */
    default Reconciled reconcile(RunRecord run, SkillContext context) {
        return Reconciled.unknown();
    }
}

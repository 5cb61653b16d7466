package dev.telecoder.platform.skill;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Effect;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.platform.consent.Action;
import dev.telecoder.platform.task.RunResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call that was looked at: either there is a problem, or all the rest.
 *
 * @param call the call, in the place where it works
 * @param input what the skill is passed: the call's input without what is for the host
 * @param entry the skill
 * @param risk how risky the run is here
 * @param effects what others will see
 * @param action what the gate decides about
 * @param problem what is wrong with the call, or {@code null}
 */
record Prepared(Call call, JsonValue input, CatalogEntry entry, Risk risk, List<Effect> effects, Action action,
        @Nullable RunResult problem) {

    @SuppressWarnings("NullAway") // with a problem nobody asks for the rest
    static Prepared problem(Call call, String kind, String message) {
        return new Prepared(call, call.input(), null, null, List.of(), null, RunResult.fault(kind, message));
    }

    Prepared with(Action now) {
        return new Prepared(call, input, entry, risk, effects, now, null);
    }
}

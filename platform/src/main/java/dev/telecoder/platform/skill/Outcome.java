package dev.telecoder.platform.skill;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.platform.config.Decision;
import dev.telecoder.platform.task.Run;
import dev.telecoder.platform.task.RunResult;
import org.jspecify.annotations.Nullable;

/**
 * What became of a call.
 *
 * @param run the journal's id; empty if nothing was recorded, because there was nothing to decide
 * @param state how it ended
 * @param risk how risky it was; {@code null} if that could not be told
 * @param decision what the gate decided; {@code null} if it was not asked
 * @param by what decided
 * @param result what came of it
 * @param millis how long it took
 */
public record Outcome(String run, Run.State state, @Nullable Risk risk, @Nullable Decision decision, String by,
        RunResult result, long millis) {

    /** {@return the answer of {@code skills run} and of the API} */
    public JsonValue.ObjectBuilder toJson() {
        return JsonValue.object().put("succeeded", result.succeeded()).put("output", result.output())
                .put("data", result.data()).put("files", result.files())
                .put("artifacts", RunResult.artifactsJson(result.artifacts()))
                .put("risk", risk == null ? null : risk.name()).put("decision", decision)
                .put("error", result.error() == null ? null : JsonValue.object().put("kind", result.error().kind())
                        .put("message", result.error().message()).build())
                .put("ms", millis);
    }
}

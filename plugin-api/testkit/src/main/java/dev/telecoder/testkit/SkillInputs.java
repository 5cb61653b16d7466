package dev.telecoder.testkit;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.SkillInput;

/**
 * Makes inputs of skills: {@code skill.run(SkillInputs.of("""{"path": "a.txt"}"""), context)}.
 *
 * @since 1.0
 */
public final class SkillInputs {

    private SkillInputs() {}

    /**
     * Makes an input.
     *
     * @param json a JSON object
     * @return the input
     */
    public static SkillInput of(String json) {
        return of(JacksonJson.INSTANCE.parse(json));
    }

    /**
     * Makes an input.
     *
     * @param value a JSON object
     * @return the input
     */
    public static SkillInput of(JsonValue value) {
        return new Input(value);
    }

    /** An input, bound as the host binds it. */
    private record Input(JsonValue value) implements SkillInput {

        @Override
        public <I extends Record> I as(Class<I> type) {
            return JacksonJson.INSTANCE.bind(value, type);
        }
    }
}

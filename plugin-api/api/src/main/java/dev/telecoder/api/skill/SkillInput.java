package dev.telecoder.api.skill;

import dev.telecoder.api.HostProvided;
import dev.telecoder.api.json.JsonValue;

/**
 * What the model passed to a skill, already checked against the skill's schema.
 *
 * @since 1.0
 */
@HostProvided
public interface SkillInput {

    /**
     * Binds the input to a record.
     *
     * @param type a record type
     * @param <I> the record type
     * @return the input
     */
    <I extends Record> I as(Class<I> type);

    /** {@return the input as the JSON object it is} */
    JsonValue value();
}

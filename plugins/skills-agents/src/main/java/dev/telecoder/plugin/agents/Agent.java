package dev.telecoder.plugin.agents;

import dev.telecoder.api.json.JsonValue;

/** A coding agent: how it is started, and what its lines mean. Keeps nothing; any thread may use it. */
interface Agent {

    /** {@return how it is started for that} */
    Launch launch(Order order);

    /** {@return whether it is talked to by the Agent Client Protocol; then {@link #read} is never called} */
    default boolean acp() {
        return false;
    }

    /** {@return whether it cannot work without a model's name in the settings} */
    default boolean needsModelName() {
        return false;
    }

    /** {@return whether its lines are events; else only its exit code tells whether it failed} */
    default boolean speaksJson() {
        return true;
    }

    /** Takes one event. */
    void read(JsonValue event, Transcript transcript);
}

package dev.telecoder.plugin.agents;

import dev.telecoder.api.sandbox.Sandbox.ModelAccess;
import java.util.Optional;

/**
 * What an agent is started for.
 *
 * @param prompt what to do
 * @param session the session to go on with
 * @param directory the repository, as seen inside
 * @param access how the model is asked
 * @param model the model's name, if one is set
 * @param anthropic whether the model is spoken to as Anthropic's are
 */
record Order(String prompt, Optional<String> session, String directory, ModelAccess access, Optional<String> model,
        boolean anthropic) {

    /** {@return the model's name, for an agent that knows none by itself} */
    String modelOrDefault() {
        return model.orElse("default");
    }

    String v1() {
        return access.url() + "/v1";
    }
}

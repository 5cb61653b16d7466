package dev.telecoder.plugin.agents;

import dev.telecoder.api.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An agent of the operator's that gets the task as a variable and prints what it did.
 *
 * @param name its name
 * @param command the shell command that starts it
 */
record CommandAgent(String name, String command) implements Agent {

    private static final String SCRIPT = """
            exec sh -c "$1" </dev/null
            """;

    @Override
    public Launch launch(Order order) {
        return new Launch(name, SCRIPT, List.of(command), variables(order));
    }

    /** The names programs look for the model under. */
    static Map<String, String> variables(Order order) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("PROMPT", order.prompt());
        all.put("ANTHROPIC_BASE_URL", order.access().url());
        all.put("ANTHROPIC_API_KEY", order.access().key());
        all.put("OPENAI_BASE_URL", order.v1());
        all.put("OPENAI_API_BASE", order.v1());
        all.put("OPENAI_API_KEY", order.access().key());
        order.model().ifPresent(model -> all.put("MODEL", model));
        return all;
    }

    @Override
    public boolean speaksJson() {
        return false;
    }

    @Override
    public void read(JsonValue event, Transcript transcript) {
        throw new IllegalStateException("Its lines are no events.");
    }
}

package dev.telecoder.plugin.agents;

import dev.telecoder.api.json.JsonValue;
import java.util.List;

/**
 * An agent of the operator's that speaks ACP.
 *
 * @param name its name
 * @param command the shell command that starts it
 */
record AcpAgent(String name, String command) implements Agent {

    /**
     * Starts the agent with a pipe for its input, which stays open in both directions so that it never ends before the agent
     * does. A sandbox gives a command its input only as a whole; later lines come from commands of their own.
     */
    static final String SCRIPT = """
            rm -f "$AGENT_PIPE" && mkfifo "$AGENT_PIPE" || exit 96
            exec 3<>"$AGENT_PIPE"
            echo telecoder-ready
            need "$1"
            "$@" <&3
            code=$?
            rm -f "$AGENT_PIPE"
            exit $code
            """;

    @Override
    public boolean acp() {
        return true;
    }

    @Override
    public Launch launch(Order order) {
        return new Launch(name, SCRIPT, List.of("sh", "-c", command), CommandAgent.variables(order));
    }

    @Override
    public void read(JsonValue event, Transcript transcript) {
        throw new IllegalStateException("ACP is a conversation; AcpTalk leads it.");
    }
}

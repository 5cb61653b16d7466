package dev.telecoder.plugin.agents;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How an agent is started: a shell script that ends in the agent itself. It finds the agent's folder in {@code $AGENT} and a
 * home of the agent's own in {@code $HOME}, which stays for the next run.
 *
 * @param agent the agent's name
 * @param script what follows the common beginning
 * @param arguments the script's own
 * @param environment variables of this one command; the model's key is only here
 */
record Launch(String agent, String script, List<String> arguments, Map<String, String> environment) {

    /** How the script says that the agent is not there; no agent ends so. */
    static final int MISSING = 94;

    private static final String BEGINNING = """
            umask 077
            AGENT=/opt/agents/$1
            HOME=${HOME:-/tmp}/.agents/$1
            export HOME
            mkdir -p "$HOME" || exit 95
            PATH=$AGENT/bin:$PATH
            export PATH
            shift
            need() { command -v "$1" >/dev/null 2>&1 || exit 94; }
            """;

    Launch {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    Launch with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.putAll(more);
        return new Launch(agent, script, arguments, all);
    }

    /** {@return the words of the command} */
    List<String> command() {
        return java.util.stream.Stream
                .concat(java.util.stream.Stream.of("sh", "-c", BEGINNING + script, "sh", agent), arguments.stream())
                .toList();
    }
}

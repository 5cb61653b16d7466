package dev.telecoder.plugin.agents;

import dev.telecoder.api.Setting;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part {@code agents} of the section {@code llm}.
 *
 * @param use the agent that is taken if none is named
 * @param model the model the agents ask for
 * @param timeout how long a run may take
 * @param idle how long an agent may make no progress
 * @param custom further agents, by name
 */
@Setting("The coding agents that code.sandbox puts to work.")
record AgentsConfig(
        @Setting(value = "The agent that is taken if none is named.", byDefault = "claude-code",
                examples = "opencode") @Nullable String use,
        @Setting(value = "The model the agents ask for; without one, that of the section llm.",
                examples = "claude-sonnet-4-5") @Nullable String model,
        @Setting(value = "How long one run may take, at most 60m.", byDefault = "30m",
                examples = "45m") @Nullable Duration timeout,
        @Setting(value = "How long an agent may make no progress before it is stopped.", byDefault = "5m",
                examples = "2m") @Nullable Duration idle,
        @Setting(value = "Further agents, by name.",
                examples = "{gemini: {command: \"gemini --experimental-acp\", protocol: acp}}") Map<String, Custom> custom) {

    /** What a run may take at most; made first, for it is looked at when the next is made. */
    static final Duration LONGEST = Duration.ofMinutes(60);

    static final AgentsConfig NONE = new AgentsConfig(null, null, null, null, Map.of());

    AgentsConfig {
        custom = Map.copyOf(custom);
        use = use == null ? "claude-code" : use;
        timeout = timeout == null ? Duration.ofMinutes(30) : timeout;
        idle = idle == null ? Duration.ofMinutes(5) : idle;
        if (!timeout.isPositive() || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("llm.agents.timeout is " + timeout.toSeconds()
                    + "s, but one run takes more than 0s and at most 60m.");
        }
        if (!idle.isPositive()) {
            throw new IllegalArgumentException("llm.agents.idle is " + idle.toSeconds() + "s; set more than 0s.");
        }
    }

    String agent() {
        return use == null ? "claude-code" : use;
    }

    Duration longest() {
        return timeout == null ? LONGEST : timeout;
    }

    Duration patience() {
        return idle == null ? LONGEST : idle;
    }

    /**
     * An agent that is none of the known ones.
     *
     * @param command the shell command that starts it
     * @param protocol how it is talked to
     */
    @Setting("A coding agent of one's own.")
    record Custom(
            @Setting(
                    value = "The shell command that starts it, in the repository. With the protocol text the task is in $PROMPT.",
                    examples = "aider --yes --message \"$PROMPT\"", required = true) @Nullable String command,
            @Setting(value = "text: it gets the task and prints what it did; acp: the Agent Client Protocol over its "
                    + "input and output.", byDefault = "text", examples = "acp") @Nullable String protocol) {

        Custom {
            if (command == null || command.isBlank()) {
                throw new IllegalArgumentException("An agent under llm.agents.custom has no command; set the shell "
                        + "command that starts it.");
            }
            if (protocol != null && !protocol.equals("text") && !protocol.equals("acp")) {
                throw new IllegalArgumentException("The protocol '" + protocol
                        + "' of an agent under llm.agents.custom is not known; there are text and acp.");
            }
        }

        boolean acp() {
            return "acp".equals(protocol);
        }
    }
}

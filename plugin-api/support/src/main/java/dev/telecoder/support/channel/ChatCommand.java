package dev.telecoder.support.channel;

import java.util.List;

/**
 * A command of the host, for platforms that list commands as one types.
 *
 * @param name the command, without a slash
 * @param description what it does, in a few words
 * @param argument what may stand behind it; empty for nothing
 * @since 1.0
 */
public record ChatCommand(String name, String description, String argument) {

    /** {@return all of them, the most wanted first} */
    public static List<ChatCommand> all() {
        return List.of(new ChatCommand("help", "What I can do", ""),
                new ChatCommand("status", "How TeleCoder is, and which model answers", ""),
                new ChatCommand("new", "Begin a new conversation", ""),
                new ChatCommand("stop", "Stop what runs here", ""),
                new ChatCommand("approve", "Allow what was asked", "ID [always]"),
                new ChatCommand("deny", "Refuse what was asked", "ID"),
                new ChatCommand("tasks", "What is worked on", ""),
                new ChatCommand("repos", "The repositories", ""),
                new ChatCommand("skill", "Run a skill without the model", "NAME {input}"),
                new ChatCommand("link", "Join this account with your others", "CODE"),
                new ChatCommand("whoami", "Who you are to TeleCoder", ""));
    }
}

package dev.telecoder.platform.agent;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What stands before a conversation: how the agent works, and the rules of the repository in focus. It stays the same until
 * {@link #forget}, so that providers can cache it. Safe for many threads.
 */
final class Briefing {

    private final Function<String, Optional<String>> rules;
    private final Map<String, String> fixed = new ConcurrentHashMap<>();

    /** Makes it; the rules are those of the repository that a conversation is about, as far as they are known already. */
    Briefing(Function<String, Optional<String>> rules) {
        this.rules = rules;
    }

    String of(String conversation) {
        String known = fixed.get(conversation);
        if (known != null) {
            return known;
        }
        Optional<String> found = rules.apply(conversation);
        if (found.isEmpty()) {
            return SystemPrompt.TEXT;
        }
        String text = SystemPrompt.TEXT + "\n" + found.get();
        fixed.put(conversation, text);
        return text;
    }

    void forget(String conversation) {
        fixed.remove(conversation);
    }
}

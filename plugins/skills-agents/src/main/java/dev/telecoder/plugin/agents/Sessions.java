package dev.telecoder.plugin.agents;

import java.util.Optional;

/**
 * A session to go on with, as it is shown and passed: {@code AGENT:ID}.
 *
 * @param agent whose session it is
 * @param id what the agent calls it
 */
record Sessions(String agent, String id) {

    /** What may be passed to an agent as an argument of its own. */
    static final String FORM = "[A-Za-z0-9][A-Za-z0-9_.-]{0,120}";

    static Optional<Sessions> parse(String text) {
        int colon = text.indexOf(':');
        return colon > 0 && text.substring(colon + 1).matches(FORM)
                ? Optional.of(new Sessions(text.substring(0, colon), text.substring(colon + 1)))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return agent + ":" + id;
    }
}

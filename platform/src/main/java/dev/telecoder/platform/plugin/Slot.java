package dev.telecoder.platform.plugin;

import org.jspecify.annotations.Nullable;

/**
 * A class that a plugin lists as an extension, and what became of it.
 *
 * @param className the class
 * @param section the section of config.yaml it reads; empty for none
 * @param state what became of it
 * @param extension what was made of it, guarded; {@code null} unless it is made
 * @param text why not, or what is wrong all the same; empty if there is nothing to say
 */
record Slot(String className, String section, State state, Extensions.@Nullable Extension<Object> extension,
        String text) {

    /** What became of it. */
    enum State {
        /** It is there. */
        MADE,
        /** Its section is missing. */
        WAITING,
        /** Its section is wrong. */
        MISCONFIGURED,
        /** The plugin is at fault. */
        FAULTY
    }

    /** The one of before, where the new settings are of no use to it. */
    Slot keptIn(Slot now) {
        return new Slot(className, section, State.MADE, extension,
                now.text + " Until that is corrected it goes on with the settings it had.");
    }
}

package dev.telecoder.platform.heartbeat;

import java.util.regex.Pattern;

/** The words by which a model says that there is nothing to tell. They are never shown. */
public final class Silence {

    private static final String MARK = "[`*\"]*(?:HEARTBEAT_OK|NO_REPLY|\\[SILENT])[`*\".!]*";
    private static final Pattern FIRST = Pattern.compile("^(?:\\s*" + MARK + "(?=\\s|$))+\\s*");
    private static final Pattern LAST = Pattern.compile("\\s*(?:(?<=\\s|^)" + MARK + "\\s*)+$");

    private Silence() {}

    /**
     * Tells what is left to say.
     *
     * @param text what the model said
     * @return the same without the words that ask for silence; empty if it was nothing else
     */
    public static String spoken(String text) {
        return LAST.matcher(FIRST.matcher(text).replaceFirst("")).replaceFirst("");
    }
}

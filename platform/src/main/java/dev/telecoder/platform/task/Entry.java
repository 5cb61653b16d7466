package dev.telecoder.platform.task;

import java.util.Locale;

/** Which way work came in. All ways lead through the same gate. */
public enum Entry {
    /** A message in a chat. */
    CHAT,
    /** The HTTP API. */
    API,
    /** A command typed in a terminal. */
    CLI,
    /** A line of a batch file. */
    BATCH,
    /** A job's time had come. */
    CRON,
    /** A monitor saw something. */
    HEARTBEAT,
    /** Something outside called. */
    WEBHOOK,
    /** A pull request that a task opened needs something. */
    WATCH,
    /** Another skill asked for it. */
    SKILL;

    /** {@return the name in JSON and in the database} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Entry of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}

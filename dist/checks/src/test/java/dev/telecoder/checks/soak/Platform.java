package dev.telecoder.checks.soak;

import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.channel.MessageFormat;
import java.util.List;

/** A platform that people write on and a bot answers on; it counts for itself. For one thread, but for {@link #replies}. */
interface Platform extends AutoCloseable {

    /** The bot's side: the plugin's own channel and format. */
    Channel channel();

    MessageFormat format();

    /**
     * Lets somebody write.
     *
     * @param chat which of many chats, counted from 0
     * @param text what
     * @return where an answer belongs
     */
    String write(int chat, String text);

    /** Delivers again what was written last, as platforms do now and then; tells whether there was something. */
    boolean repeat();

    /** Refuses the next message of the bot as too fast. */
    void limit();

    /** Cuts the connections; returns when the bot's side has met it. */
    void cut(SoakBed bed);

    /** Takes connections again; returns when what was missed is on its way. */
    void restore(SoakBed bed);

    /** How many messages the bot sent so far. */
    int answered();

    /** What the bot said so far, each message once. */
    List<Reply> replies();

    /** What the bot sent that the platform refused as wrong. */
    List<String> refused();

    @Override
    void close();

    /** Something the bot said: where, and what. */
    record Reply(String place, String text) {}
}

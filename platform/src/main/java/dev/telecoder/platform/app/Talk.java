package dev.telecoder.platform.app;

import dev.telecoder.api.json.JsonValue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A way to talk to the agent: through the running host, or within this very process. */
interface Talk extends AutoCloseable {

    /**
     * Finds or begins a conversation.
     *
     * @param conversation one that is there, or {@code null} for a new one
     * @param repo the repository to work on, by name or address, or {@code null}
     * @return its id
     */
    String begin(@Nullable String conversation, @Nullable String repo);

    /** Opens the stream of what happens in a conversation from now on. */
    Events listen(String conversation);

    /**
     * Says something.
     *
     * @return the turn that hears it; empty if it was a command or an answer
     */
    String say(String conversation, String text);

    /** Answers a question for consent: {@code allow_once}, {@code allow_always} or {@code deny}. */
    void answer(String question, String decision);

    /** Stops what runs in a conversation. */
    void stop(String conversation);

    @Override
    void close();

    /** An event stream that is open. */
    interface Events extends AutoCloseable {

        /**
         * Reads events until one says that it was enough, or the stream ends.
         *
         * @param sink takes each event as the API shows it; false ends the reading
         * @return whether the sink ended it
         */
        boolean read(Predicate<JsonValue> sink);

        @Override
        void close();
    }
}

package dev.telecoder.platform.heartbeat;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.repo.Repositories;
import dev.telecoder.api.skill.Skills;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What monitors work with and where events are told, given by the wiring. Called by many threads. */
public interface MonitorWork {

    /** {@return code hosts and CI, for a monitor to ask} */
    Repositories repositories();

    /**
     * Gives what a look may use.
     *
     * @param repo the repository it is about; empty for none
     * @param token ends it
     * @return the tools, to be closed after the look
     */
    Tools tools(String repo, CancellationToken token);

    /**
     * Says something new, in the caller's transaction.
     *
     * @param h a handle that may write
     * @param id names the message; the same is said once
     * @param addresses where to, the first that is up; none for the owner's own pages
     * @param markdown what to say
     * @return the conversation it was said in
     */
    String tell(Handle h, String id, List<String> addresses, String markdown);

    /**
     * Says something in the place of an earlier message, in the caller's transaction.
     *
     * @param h a handle that may write
     * @param id names the message; the same is said once
     * @param before where the earlier one was said
     * @param markdown what to say
     */
    void amend(Handle h, String id, Said before, String markdown);

    /**
     * Where something was said.
     *
     * @param conversation the conversation
     * @param message the id of the message
     */
    record Said(String conversation, String message) {

        static Optional<Said> of(Optional<String> conversation, Optional<String> message) {
            return conversation.isPresent() && message.isPresent()
                    ? Optional.of(new Said(conversation.get(), message.get())) : Optional.empty();
        }
    }

    /** What a look may use. */
    interface Tools extends AutoCloseable {

        /** {@return skills that only look} */
        Skills skills();

        @Override
        void close();
    }
}

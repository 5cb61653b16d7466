package dev.telecoder.platform.heartbeat;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.repo.Repositories;
import dev.telecoder.api.skill.Skills;
import dev.telecoder.platform.config.Limit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What monitors work with and where events are told, given by the wiring. Called by many threads. */
public interface MonitorWork {

    /** {@return code hosts and CI, for a monitor to ask} */
    Repositories repositories();

    /**
     * Tells which branch a repository starts from.
     *
     * @param repo the repository
     * @return the branch; empty if that is not known yet
     */
    default String defaultBranch(String repo) {
        return "";
    }

    /**
     * Tells whether a poller finds such facts, so that monitors need not ask.
     *
     * @param repo the repository
     * @param source whom the poller asks
     * @param kind the kind of signal
     * @return whether one does
     */
    default boolean isPolled(String repo, String source, String kind) {
        return false;
    }

    /**
     * Gives what a look may use.
     *
     * @param repo the repository it is about; empty for none
     * @param token ends it
     * @return the tools, to be closed after the look
     */
    Tools tools(String repo, CancellationToken token);

    /**
     * Tells whose preferences hold for what is told at addresses.
     *
     * @param h a handle
     * @param addresses where it would be told; none for the owner's own pages
     * @return the person; empty if several read there
     */
    Optional<String> recipient(Handle h, List<String> addresses);

    /**
     * Says something new, in the caller's transaction.
     *
     * @param h a handle that may write
     * @param id names the message; the same is said once
     * @param addresses where to, the first that is up; none for the owner's own pages
     * @param notice what to say
     * @return the conversation it was said in
     */
    String tell(Handle h, String id, List<String> addresses, Notice notice);

    /**
     * Says something in the place of an earlier message, in the caller's transaction.
     *
     * @param h a handle that may write
     * @param id names the message; the same is said once
     * @param before where the earlier one was said
     * @param notice what to say
     */
    void amend(Handle h, String id, Said before, Notice notice);

    /**
     * Tells whether there is an agent to be asked: a model is set, and the events of a monitor may still cost something today.
     *
     * @param monitor the monitor
     * @param budget what its events may cost a day
     * @return whether to ask
     */
    boolean canAsk(String monitor, Limit budget);

    /**
     * Stores a turn of the agent about an event, in the caller's transaction, to be taken up after it. Its words come back
     * by {@link Incidents#answered}.
     *
     * @param h a handle that may write
     * @param question what it is about
     * @return where it is
     */
    JobWork.Turned ask(Handle h, Question question);

    /**
     * Takes back what was offered to be done about something that is over, or another now, in the caller's transaction.
     *
     * @param h a handle that may write
     * @param subject what the buttons of its message are about
     */
    default void outdated(Handle h, String subject) {}

    /** Hears that incidents are others now, within the transaction that makes them so. */
    default void changed() {}

    /**
     * Something to say.
     *
     * @param markdown what
     * @param subject what its buttons are about; empty for none
     * @param remedy what can be offered to be done about it, or {@code null}
     */
    record Notice(String markdown, String subject, @Nullable Remedy remedy) {

        /** Nothing is offered. */
        Notice(String markdown) {
            this(markdown, "", null);
        }
    }

    /**
     * What the agent is asked about.
     *
     * @param conversation where it looked into the same before, or {@code null}
     * @param monitor who saw it
     * @param number the incident's number
     * @param repo the repository, or {@code null}
     * @param title its headline, as others wrote it
     * @param event all that is known of it, as others wrote it
     * @param budget what the monitor's events may cost a day
     */
    record Question(@Nullable String conversation, String monitor, long number, @Nullable String repo, String title,
            String event, Limit budget) {}

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

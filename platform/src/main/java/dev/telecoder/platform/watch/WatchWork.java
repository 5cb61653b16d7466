package dev.telecoder.platform.watch;

import dev.telecoder.api.repo.PullRequestWork.Comment;
import dev.telecoder.api.repo.Repositories;
import dev.telecoder.api.skill.Origin;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What watching needs of the other parts, given by the wiring. Called by many threads. */
public interface WatchWork {

    /** {@return code hosts and CI, to look with} */
    Repositories repositories();

    /**
     * Finds the name by which a code host knows a repository.
     *
     * @param repo our name
     * @return its name there; ours where none is known
     */
    String service(String repo);

    /**
     * Tells whether a task may repair by itself what it opened.
     *
     * @param watch the pull request
     * @return whether a plan that somebody agreed to holds
     */
    boolean mayRepair(PullWatch watch);

    /**
     * Opens a turn that goes on with the task, in the caller's transaction. Where one of the task is open, it is told instead.
     *
     * @param h a handle that may write
     * @param watch the pull request
     * @param said what to tell it, and whose words each is
     * @return the turn; empty if the conversation is over
     */
    Optional<String> goOn(Handle h, PullWatch watch, List<Words> said);

    /**
     * Something to tell a turn.
     *
     * @param sender what to call who said it
     * @param markdown what was said
     * @param origin whose words they are
     */
    record Words(String sender, String markdown, Origin origin) {}

    /**
     * Begins the work on a turn, after the transaction that opened it.
     *
     * @param watch the pull request
     * @param turn the turn
     */
    void begin(PullWatch watch, String turn);

    /**
     * Tells whether a turn has ended, and if so whether it was stopped.
     *
     * @param turn the turn
     * @return empty while it goes on; true if a person stopped it
     */
    Optional<Boolean> stopped(String turn);

    /**
     * Says how a task ended, with its evidence, where it was begun and in the chat linked with that; in the caller's transaction.
     *
     * @param h a handle that may write
     * @param id names the message; the same is said once
     * @param watch the pull request
     * @param markdown what to say
     * @param next what is left to do, for the last line of the evidence
     */
    void report(Handle h, String id, PullWatch watch, String markdown, String next);

    /**
     * Says something in a conversation, in the caller's transaction.
     *
     * @param h a handle that may write
     * @param id names the message; the same is said once
     * @param conversation the conversation
     * @param markdown what to say
     */
    void tell(Handle h, String id, String conversation, String markdown);

    /**
     * Whether a channel hears a remark, since it calls TeleCoder there: then it is answered there, and not heard twice.
     *
     * @param watch the pull request
     * @param comment the remark
     * @return whether it is
     */
    boolean isHeardElsewhere(PullWatch watch, Comment comment);

    /**
     * A conversation opened a pull request: where that is talked about becomes an address of it, if the conversation is held at
     * the same place for the same people.
     *
     * @param h a handle that may write
     * @param conversation the conversation
     * @param repo the repository's name here
     * @param service what the code host calls the repository
     * @param number the pull request
     */
    void opened(Handle h, String conversation, String repo, String service, long number);
}

package dev.telecoder.api.repo;

import dev.telecoder.api.Experimental;
import dev.telecoder.api.PluginException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ability to talk where repositories are: below issues and pull requests, about lines of a change, in discussions. An
 * ability of a {@link CodeHost}; safe for many threads. Each method throws a {@link PluginException} if the service cannot be
 * asked or refuses.
 *
 * <p>Experimental because one service alone offers it so far; threads of others may want more.
 *
 * @since 1.0
 */
@Experimental
public interface Talk {

    /**
     * Reads what a conversation is about.
     *
     * @param repo the repository, by the service's name
     * @param topic the conversation
     * @return what it begins with, or empty if there is none
     */
    Optional<Subject> subject(String repo, Topic topic);

    /**
     * Lists what was said in a conversation, oldest first, without what it begins with.
     *
     * @param repo the repository, by the service's name
     * @param topic the conversation
     * @param since only what was said or changed at this moment or later
     * @return what was said
     */
    List<Remark> remarks(String repo, Topic topic, Instant since);

    /**
     * Says something.
     *
     * @param repo the repository, by the service's name
     * @param topic the conversation
     * @param markdown what to say
     * @return what was said
     */
    Remark say(String repo, Topic topic, String markdown);

    /**
     * Says something else in the place of what was said.
     *
     * @param repo the repository, by the service's name
     * @param topic the conversation
     * @param id of the remark
     * @param markdown what it says from now on
     */
    void edit(String repo, Topic topic, String id, String markdown);

    /**
     * Adds a reaction, or takes ours away.
     *
     * @param repo the repository, by the service's name
     * @param topic the conversation
     * @param id of the remark; empty for what the conversation begins with
     * @param reaction as an emoji, such as 👀
     * @param on whether it is to be there
     */
    void react(String repo, Topic topic, String id, String reaction, boolean on);

    /**
     * Tells what an account may do to a repository.
     *
     * @param repo the repository, by the service's name
     * @param account the account, without {@code @}
     * @return what it may do
     */
    Right right(String repo, String account);

    /** What an account may do to a repository; each includes those before. */
    enum Right {
        /** Nothing that not everybody may. */
        NONE,
        /** See it. */
        READ,
        /** Sort its issues. */
        TRIAGE,
        /** Push. */
        WRITE,
        /** Manage it. */
        MAINTAIN,
        /** Everything. */
        ADMIN
    }

    /** Where a conversation stands. */
    enum Kind {
        /** Below an issue. */
        ISSUE,
        /** Below a pull request, about all of it. */
        PULL_REQUEST,
        /** About lines of a pull request. */
        REVIEW_THREAD,
        /** In a discussion. */
        DISCUSSION
    }

    /**
     * A conversation.
     *
     * @param kind where it stands
     * @param number of the issue, pull request or discussion
     * @param thread the first remark of a thread in it; empty for none
     */
    record Topic(Kind kind, long number, String thread) {

        /** Checks that a thread of a review is named. */
        public Topic {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(thread, "thread");
            if (kind == Kind.REVIEW_THREAD && thread.isEmpty()) {
                throw new IllegalArgumentException("A thread of a review is named by its first remark.");
            }
        }

        /**
         * Names what has no threads, or all of it.
         *
         * @param kind where it stands
         * @param number of the issue, pull request or discussion
         */
        public Topic(Kind kind, long number) {
            this(kind, number, "");
        }
    }

    /**
     * What a conversation begins with.
     *
     * @param title one line
     * @param author the account that began it
     * @param markdown what it said
     * @param state such as {@code open} or {@code closed}
     * @param labels its labels
     * @param at when it began
     * @param location where to look at it
     */
    record Subject(String title, String author, String markdown, String state, List<String> labels, Instant at,
            URI location) {}

    /**
     * Something said.
     *
     * @param id names it within its conversation
     * @param author the account that said it
     * @param markdown what was said
     * @param at when
     * @param location where to look at it, or {@code null}
     */
    record Remark(String id, String author, String markdown, Instant at, @Nullable URI location) {}
}

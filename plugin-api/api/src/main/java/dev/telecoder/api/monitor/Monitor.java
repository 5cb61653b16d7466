package dev.telecoder.api.monitor;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.HostProvided;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.repo.Repositories;
import dev.telecoder.api.signal.Signal;
import dev.telecoder.api.skill.Skills;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pf4j.ExtensionPoint;

/**
 * Watches an outside system and reports what is new. A monitor never acts; the agent decides what
 * to do about an event.
 *
 * @since 1.0
 */
public interface Monitor extends ExtensionPoint {

    /** {@return the id of this monitor, such as {@code ci}; what {@code repos[].monitors} lists} */
    String id();

    /** {@return how often to look, unless the configuration says otherwise; zero for one that is only told by signals} */
    Duration interval();

    /**
     * Looks once. The host never runs two checks of one monitor at a time.
     *
     * @param check what to look at
     * @return what is new since the last look, oldest first; the host drops a key it has seen
     * @throws PluginException if the system could not be asked; the host looks again later
     */
    default List<HeartbeatEvent> check(Check check) {
        return List.of();
    }

    /** {@return the kinds of signals to be told of, such as {@code workflow_run.completed}; none unless overridden} */
    default Set<String> signals() {
        return Set.of();
    }

    /**
     * Takes a fact that was pushed, or polled by somebody else. The same happening found by {@link #check}
     * must get the same key. Never runs beside a check of this monitor.
     *
     * @param signal what happened; each comes once
     * @param check as in {@link #check}, stored together with the events
     * @return what is new, oldest first
     */
    default List<HeartbeatEvent> onSignal(Signal signal, Check check) {
        return List.of();
    }

    /** What one look is about. */
    @HostProvided
    interface Check {

        /** {@return the repositories that ask for this monitor} */
        List<Repo> repos();

        /**
         * Reads what an earlier look left behind, such as the id of the last run it saw.
         *
         * @param key the monitor's own key
         * @return the value, or empty the first time
         */
        Optional<String> recall(String key);

        /**
         * Leaves something for the next look. It is stored together with the events, or not at all.
         *
         * @param key the monitor's own key
         * @param value the value
         */
        void remember(String key, String value);

        /**
         * Tells whether a poller finds such facts about a repository, and does so well: then they come by {@link #onSignal},
         * as soon as a look of one's own would find them, and need not be asked for a second time.
         *
         * @param repo the repository's name
         * @param source whom the poller asks, as {@link Signal#source} says it
         * @param kind the kind of signal, such as {@code workflow_run.completed}
         * @return whether one does
         */
        default boolean isPolled(String repo, String source, String kind) {
            return false;
        }

        /** {@return the code host and CI of each repository} */
        Repositories repositories();

        /** {@return skills that only look, such as {@code ci.logs}, so that the event can name the cause} */
        Skills skills();

        /** {@return tells when the result is no longer wanted} */
        CancellationToken cancellation();
    }

    /**
     * A repository to watch.
     *
     * @param name such as {@code myorg/api}
     * @param branch the branch to watch
     */
    record Repo(String name, String branch) {}
}

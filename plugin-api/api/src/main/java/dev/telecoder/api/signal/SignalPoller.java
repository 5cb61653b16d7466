package dev.telecoder.api.signal;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Experimental;
import dev.telecoder.api.HostProvided;
import dev.telecoder.api.PluginException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pf4j.ExtensionPoint;

/**
 * Finds out by asking what nobody pushes: most installations have no public address. What it finds it publishes as signals,
 * under the fact keys that its service's webhooks give too.
 *
 * <p>Experimental because its intervals are those of the first services that are asked, and others may want theirs.
 *
 * @since 1.0
 */
@Experimental
public interface SignalPoller extends ExtensionPoint {

    /** {@return a name that stays the same, unique within the plugin; what it leaves for the next look is kept under it} */
    String id();

    /**
     * Names what it finds completely, so that nobody else needs to ask for it. A poller that does not know a repository
     * remembers nothing about it; nothing is taken as found there.
     *
     * @return the kinds of signals, such as {@code workflow_run.completed}; none unless overridden
     */
    default Set<String> signals() {
        return Set.of();
    }

    /**
     * Looks at one repository. The host calls it for each repository at the shortest of the intervals, on a virtual thread,
     * never twice at a time, and again later if it throws; the first look at a repository takes notice of what there is and
     * publishes none of it.
     *
     * @param look what to look at
     * @throws PluginException if the service could not be asked; where it says how long to wait, the host does
     */
    void poll(Look look);

    /** One look at one repository. */
    @HostProvided
    interface Look {

        /** {@return the repository} */
        Watched repo();

        /** {@return how often what is to be asked} */
        Intervals intervals();

        /**
         * Reads what an earlier look at this repository left behind, also before a restart.
         *
         * @param key the poller's own key
         * @return the value, or empty the first time
         */
        Optional<String> recall(String key);

        /**
         * Leaves something for the next look at this repository. It is kept when the look has ended well: then all it
         * published is stored.
         *
         * @param key the poller's own key
         * @param value the value
         */
        void remember(String key, String value);

        /**
         * Publishes a fact.
         *
         * @param signal the fact
         * @return false if it was known
         */
        boolean publish(Signal signal);

        /** {@return a token that is cancelled when the host ends} */
        CancellationToken cancellation();
    }

    /**
     * A repository that is watched: a configured one, or one that somebody watches from a chat.
     *
     * @param name what chats and skills call it
     * @param url where it is cloned from, without credentials
     * @param host the id of the code host that keeps it, as {@code repos[].host} says; empty where none is known. A url may
     *     be that of a mirror: then the name is what the code host knows it by
     */
    record Watched(String name, String url, String host) {

        /**
         * A repository of which only the url tells who keeps it.
         *
         * @param name what chats and skills call it
         * @param url where it is cloned from, without credentials
         */
        public Watched(String name, String url) {
            this(name, url, "");
        }
    }

    /**
     * How often what is to be asked, as the section {@code heartbeat} says.
     *
     * @param ci runs of CI
     * @param pullRequests pull requests and issues
     * @param alerts alerts about dependencies and code
     */
    record Intervals(Duration ci, Duration pullRequests, Duration alerts) {

        /** {@return the shortest} */
        public Duration shortest() {
            List<Duration> all = List.of(ci, pullRequests, alerts);
            return all.stream().min(Duration::compareTo).orElse(ci);
        }
    }
}

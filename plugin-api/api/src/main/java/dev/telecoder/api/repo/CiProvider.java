package dev.telecoder.api.repo;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pf4j.ExtensionPoint;

/**
 * A service that builds and tests.
 *
 * @since 1.0
 */
public interface CiProvider extends ExtensionPoint {

    /** {@return the id, a value of {@code repos[].ci}} */
    String id();

    /**
     * Lists runs, newest first.
     *
     * @param repo the repository
     * @param branch only of this branch; empty for all
     * @param limit the most to list
     * @return the runs
     */
    List<Run> runs(String repo, String branch, int limit);

    /**
     * Reads the log of a run's failed jobs.
     *
     * @param repo the repository
     * @param runId the run
     * @return the log, job after job
     */
    String log(String repo, String runId);

    /**
     * Finds an ability, such as {@link CiJobs}.
     *
     * @param ability the interface of the ability
     * @param <A> the ability
     * @return the ability, or empty if this service has none
     */
    default <A> Optional<A> ability(Class<A> ability) {
        return ability.isInstance(this) ? Optional.of(ability.cast(this)) : Optional.empty();
    }

    /**
     * A run.
     *
     * @param id the service's id of it
     * @param name the workflow or pipeline
     * @param branch the branch it ran on
     * @param commit the commit it ran on
     * @param state such as {@code running}, {@code passed} or {@code failed}
     * @param startedAt when it began
     * @param location where to look at it
     * @param endedAt when it ended; {@code null} while it runs or where the service does not tell
     * @param attempt which try of it that is, from 1
     * @param author the account that caused it, without {@code @}; empty where the service does not tell
     * @param title what it was about, such as the subject of the commit; empty where the service does not tell
     */
    record Run(String id, String name, String branch, String commit, String state, Instant startedAt, URI location,
            @Nullable Instant endedAt, int attempt, String author, String title) {

        /**
         * Makes a run of which no more is known.
         *
         * @param id the service's id of it
         * @param name the workflow or pipeline
         * @param branch the branch it ran on
         * @param commit the commit it ran on
         * @param state such as {@code running}, {@code passed} or {@code failed}
         * @param startedAt when it began
         * @param location where to look at it
         */
        public Run(String id, String name, String branch, String commit, String state, Instant startedAt,
                URI location) {
            this(id, name, branch, commit, state, startedAt, location, null, 1, "", "");
        }
    }
}

package dev.telecoder.api.repo;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import java.net.URI;
import java.util.List;

/**
 * The ability to show the jobs of a run one by one, what they left behind, and to run them again. An ability of a {@link
 * CiProvider}; safe for many threads. Each method throws a {@link PluginException} if the service cannot be asked or refuses.
 *
 * @since 1.0
 */
public interface CiJobs {

    /**
     * Lists the jobs of a run's newest attempt.
     *
     * @param repo the repository
     * @param runId the run
     * @return the jobs, in the service's order
     */
    List<Job> jobs(String repo, String runId);

    /**
     * Reads the log of a job.
     *
     * @param repo the repository
     * @param runId the run
     * @param jobId the job
     * @return the log
     */
    String jobLog(String repo, String runId, String jobId);

    /**
     * Lists the files a run left behind.
     *
     * @param repo the repository
     * @param runId the run
     * @return the files, in the service's order
     */
    List<Artifact> artifacts(String repo, String runId);

    /**
     * Reads a file a run left behind, as the service packs it: a ZIP where it packs several together.
     *
     * @param repo the repository
     * @param runId the run
     * @param artifactId the file
     * @param maxBytes the most that is read
     * @return its bytes
     * @throws PluginException also of kind {@code REJECTED} if it is larger, or the service does not give it
     */
    default byte[] artifact(String repo, String runId, String artifactId, int maxBytes) {
        throw PluginException.of(Failure.REJECTED, "This service does not give the files of a run.");
    }

    /**
     * Runs what failed once more.
     *
     * @param repo the repository
     * @param runId the run
     */
    void runAgain(String repo, String runId);

    /**
     * A job.
     *
     * @param id the service's id of it
     * @param name its name
     * @param state such as {@code running}, {@code passed} or {@code failed}
     * @param failedStep the first step that failed; empty if none did
     * @param location where to look at it
     */
    record Job(String id, String name, String state, String failedStep, URI location) {}

    /**
     * A file a run left behind.
     *
     * @param id the service's id of it
     * @param name its name
     * @param bytes how large it is
     * @param expired whether it is gone already
     */
    record Artifact(String id, String name, long bytes, boolean expired) {}
}

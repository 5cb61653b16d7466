package dev.telecoder.plugin.monitor.ci;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.CiProvider;
import dev.telecoder.api.signal.Signal;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A run that GitHub pushed, whole enough to be taken without asking.
 *
 * @param run the run
 * @param defaultBranch the branch to watch where the settings name none
 */
record PushedRun(CiProvider.Run run, String defaultBranch) {

    /** The kind that tells all of a run. */
    static final String KIND = "workflow_run.completed";

    /** The kinds of signals after which a look is worth it. */
    static final Set<String> KINDS = Set.of(KIND, "pipeline.success", "pipeline.failed",
            "pipeline.canceled", "build.finished");

    private static final Set<String> FAILED = Set.of("failure", "timed_out", "startup_failure");

    static Optional<PushedRun> of(Signal signal) {
        JsonValue run = signal.payload().get("workflow_run");
        String end = run.get("conclusion").text();
        if (!signal.kind().equals(KIND) || run.get("id").isNull() || end.isEmpty()) {
            return Optional.empty();
        }
        try {
            String began = run.get("run_started_at").findText().orElseGet(() -> run.get("created_at").text());
            String state = end.equals("success") ? "passed" : FAILED.contains(end) ? "failed" : end;
            return Optional.of(new PushedRun(new CiProvider.Run(run.get("id").text(), run.get("name").text(),
                    run.get("head_branch").text(), run.get("head_sha").text(), state, Instant.parse(began),
                    URI.create(run.get("html_url").text()),
                    run.get("updated_at").findText().map(Instant::parse).orElse(null), run.get("run_attempt").asInt(1),
                    run.get("actor").get("login").text(), run.get("display_title").text()),
                    signal.payload().get("repository").get("default_branch").text()));
        } catch (DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

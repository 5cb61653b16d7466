package dev.telecoder.plugin.ci;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.repo.CiProvider;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/** A CI whose runs and logs were written down before. */
final class ReplayedCi implements CiProvider {

    private static final List<Run> RUNS = List.of(run("43", "main", "running", 30), run("42", "main", "failed", 20),
            run("41", "telecoder/x", "passed", 10), run("40", "main", "passed", 5));

    private static Run run(String id, String branch, String state, int minute) {
        return new Run(id, "build", branch, "0123456789abcdef", state,
                Instant.parse("2026-01-01T00:00:00Z").plusSeconds(
                        60L * minute),
                URI.create("https://ci.example.com/runs/" + id));
    }

    @Override
    public String id() {
        return "replay";
    }

    @Override
    public List<Run> runs(String repo, String branch, int limit) {
        if (branch.equals("refused")) {
            throw PluginException.of(Failure.REJECTED, "The token is not allowed to see the runs of " + repo + ".");
        }
        return RUNS.stream().filter(run -> branch.isEmpty() || run.branch().equals(branch)).limit(limit).toList();
    }

    @Override
    public String log(String repo, String runId) {
        if (!runId.equals("42")) {
            throw PluginException.of(Failure.REJECTED, "There is no run " + runId + " of " + repo + " with a log.");
        }
        return """
                Complete job name: build (17)
                ##[group]Run npx tsc --noEmit
                ##[endgroup]
                src/basket/index.ts(11,5): error TS2345: Argument of type 'string' is not assignable to parameter of type 'Sum'.
                ##[error]Process completed with exit code 2.
                Post job cleanup.
                """;
    }
}

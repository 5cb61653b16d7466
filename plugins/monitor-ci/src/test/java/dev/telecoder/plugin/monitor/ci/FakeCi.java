package dev.telecoder.plugin.monitor.ci;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.CiJobs;
import dev.telecoder.api.repo.CiProvider;
import dev.telecoder.api.signal.Signal;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.testkit.MonitorContract;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A CI whose runs end as the test says; each failed run has a log that names the tests that failed. */
final class FakeCi implements CiProvider, CiJobs, MonitorContract.Outside {

    private final Map<String, List<Run>> runs = new HashMap<>();
    private final Map<String, List<String>> failing = new HashMap<>();
    private final Set<String> broken = new HashSet<>();
    final List<String> again = new ArrayList<>();
    boolean mayRunAgain = true;
    String title = "";
    int asked;
    private @Nullable Run last;
    private @Nullable Duration limit;
    private int number;

    @Override
    public String id() {
        return "github";
    }

    @Override
    public List<Run> runs(String repo, String branch, int most) {
        asked++;
        if (limit != null) {
            Duration delay = limit;
            limit = null;
            throw PluginException.rateLimited(delay, "Too fast.");
        }
        if (broken.contains(repo)) {
            throw PluginException.of(Failure.UNAVAILABLE, repo + " is broken.");
        }
        return runs.getOrDefault(repo, List.of()).reversed().stream()
                .filter(run -> branch.isEmpty() || run.branch().equals(branch)).limit(most).toList();
    }

    @Override
    public String log(String repo, String runId) {
        return "";
    }

    @Override
    public List<Job> jobs(String repo, String runId) {
        return List.of();
    }

    @Override
    public String jobLog(String repo, String runId, String jobId) {
        return "";
    }

    @Override
    public List<Artifact> artifacts(String repo, String runId) {
        return List.of();
    }

    @Override
    public void runAgain(String repo, String runId) {
        if (!mayRunAgain) {
            throw PluginException.of(Failure.AUTHENTICATION, "The token may not.");
        }
        again.add(runId);
    }

    @Override
    public List<String> repos() {
        return List.of("myorg/api", "myorg/web");
    }

    @Override
    public void happen(String repo) {
        fail(repo, "c" + number, "Test" + number + ".fails");
    }

    Run fail(String repo, String commit, String... tests) {
        return add(repo, "main", commit, "failed", tests);
    }

    Run pass(String repo, String commit) {
        return add(repo, "main", commit, "passed");
    }

    Run add(String repo, String branch, String commit, String state, String... tests) {
        number++;
        Run run = new Run("" + number, "verify", branch, commit, state, at(), URI.create("https://ci.example/"
                + number), at(), 1, "anna", title);
        failing.put(run.id(), List.of(tests));
        runs.computeIfAbsent(repo, name -> new ArrayList<>()).add(run);
        last = run;
        return run;
    }

    /** The same run, in another state; a new try begins anew. */
    void goesOn(String repo, Run run, String state, String... tests) {
        number++;
        Instant began = state.equals("running") ? at() : find(repo, run.id()).startedAt();
        failing.put(run.id(), List.of(tests));
        runs.get(repo).replaceAll(one -> one.id().equals(run.id()) ? new Run(run.id(), run.name(), run.branch(),
                run.commit(), state, began, run.location()) : one);
    }

    private Run find(String repo, String id) {
        return runs.get(repo).stream().filter(run -> run.id().equals(id)).findFirst().orElseThrow();
    }

    private Instant at() {
        return Instant.EPOCH.plusSeconds(number);
    }

    /** What ci.logs says of a run. */
    SkillResult cause(String skill, JsonValue input) {
        if (!skill.equals("ci.logs")) {
            return SkillResult.failed("There is no skill " + skill);
        }
        List<String> tests = failing.getOrDefault(input.get("run").text(), List.of());
        return SkillResult.ok("Job: build. Step: test.\n[ERROR] " + tests + " took " + number + " ms").withData(
                JsonValue.object().put("job", "build").put("step", "test").put("failing_tests", tests)
                        .put("kinds", List.of("test")).build());
    }

    @Override
    public Optional<Signal> pushed() {
        return Optional.ofNullable(last).map(run -> pushed(run, repoOf(run)));
    }

    Signal pushed(Run run, String repo) {
        return Signal.builder("github", "d-" + run.id() + run.state(), "workflow_run.completed", run.startedAt())
                .repo(repo).payload(JsonValue.object()
                        .put("repository", JsonValue.object().put("default_branch", "main").build())
                        .put("workflow_run", JsonValue.object().put("id", Long.parseLong(run.id()))
                                .put("name", run.name()).put("head_branch", run.branch()).put("head_sha", run.commit())
                                .put("conclusion", run.state().equals("passed") ? "success" : "failure")
                                .put("run_started_at", run.startedAt()).put("html_url", run.location()).build())
                        .build())
                .build();
    }

    private String repoOf(Run run) {
        return runs.entrySet().stream().filter(one -> one.getValue().contains(run)).findFirst().orElseThrow().getKey();
    }

    @Override
    public void breakDown(String repo) {
        broken.add(repo);
    }

    @Override
    public void limit(Duration delay) {
        limit = delay;
    }
}

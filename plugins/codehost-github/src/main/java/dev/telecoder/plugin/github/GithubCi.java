package dev.telecoder.plugin.github;

import dev.telecoder.api.Configured;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.CiJobs;
import dev.telecoder.api.repo.CiProvider;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.pf4j.Extension;

/** GitHub Actions. Any number of threads may use it. */
@Extension
@Configured("github")
public final class GithubCi implements CiProvider, CiJobs {

    private static final int PAGE = 100;
    private static final Set<String> FAILED = Set.of("failure", "timed_out", "startup_failure");

    private final GithubApi api;

    /**
     * Made by the host when the section is there.
     *
     * @param context the host's part
     */
    public GithubCi(PluginContext context) {
        this.api = new GithubApi(context);
    }

    @Override
    public String id() {
        return "github";
    }

    @Override
    public List<Run> runs(String repo, String branch, int limit) {
        String path = "/actions/runs?per_page=" + Math.clamp(limit, 1, PAGE)
                + (branch.isEmpty() ? "" : "&branch=" + URLEncoder.encode(branch, StandardCharsets.UTF_8));
        return api.pages(repo, path, found -> found.get("workflow_runs").items(), limit).stream().map(GithubCi::run)
                .toList();
    }

    private static Run run(JsonValue one) {
        String began = one.get("run_started_at").findText().orElseGet(() -> one.get("created_at").text());
        return new Run(one.get("id").text(), one.get("name").text(), one.get("head_branch").text(),
                one.get("head_sha").text(), state(one), Instant.parse(began), URI.create(one.get("html_url").text()),
                one.get("status").text().equals("completed")
                        ? one.get("updated_at").findText().map(Instant::parse).orElse(null) : null,
                one.get("run_attempt").asInt(1), one.get("actor").get("login").text(),
                one.get("display_title").text());
    }

    private static String state(JsonValue run) {
        if (!run.get("status").text().equals("completed")) {
            return "running";
        }
        String end = run.get("conclusion").text();
        return end.equals("success") ? "passed" : FAILED.contains(end) ? "failed" : end;
    }

    @Override
    public String log(String repo, String runId) {
        var log = new StringBuilder();
        for (JsonValue job : rawJobs(repo, runId)) {
            if (FAILED.contains(job.get("conclusion").text())) {
                log.append("== ").append(job.get("name").text()).append('\n')
                        .append(jobLog(repo, runId, job.get("id").text())).append('\n');
            }
        }
        return log.toString();
    }

    private List<JsonValue> rawJobs(String repo, String runId) {
        return api.pages(repo, "/actions/runs/" + runId + "/jobs?per_page=" + PAGE, found -> found.get("jobs").items(),
                Integer.MAX_VALUE);
    }

    @Override
    public List<Job> jobs(String repo, String runId) {
        return rawJobs(repo, runId).stream()
                .map(job -> new Job(job.get("id").text(), job.get("name").text(), state(job),
                        job.get("steps").items().stream().filter(step -> FAILED.contains(step.get("conclusion").text()))
                                .map(step -> step.get("name").text()).findFirst().orElse(""),
                        URI.create(job.get("html_url").text())))
                .toList();
    }

    @Override
    public String jobLog(String repo, String runId, String jobId) {
        return api.log(repo, "/actions/jobs/" + jobId + "/logs");
    }

    @Override
    public List<Artifact> artifacts(String repo, String runId) {
        return api.pages(repo, "/actions/runs/" + runId + "/artifacts?per_page=" + PAGE,
                found -> found.get("artifacts").items(), Integer.MAX_VALUE).stream()
                .map(one -> new Artifact(one.get("id").text(), one.get("name").text(),
                        one.get("size_in_bytes").asLong(0), one.get("expired").asBoolean(false)))
                .toList();
    }

    @Override
    public byte[] artifact(String repo, String runId, String artifactId, int maxBytes) {
        return api.bytes(repo, "/actions/artifacts/" + artifactId + "/zip", maxBytes);
    }

    @Override
    public void runAgain(String repo, String runId) {
        api.send(repo, "POST", "/actions/runs/" + runId + "/rerun-failed-jobs", null);
    }
}

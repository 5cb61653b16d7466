package dev.telecoder.plugin.gitlab;

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

/** GitLab's pipelines. Any number of threads may use it. */
@Extension
@Configured("gitlab")
public final class GitlabCi implements CiProvider, CiJobs {

    private static final int PAGE = 100;
    private static final Set<String> UNDER_WAY =
            Set.of("created", "waiting_for_resource", "preparing", "pending", "running", "scheduled");

    private final GitlabApi api;

    /**
     * Made by the host when the section is there.
     *
     * @param context the host's part
     */
    public GitlabCi(PluginContext context) {
        this.api = new GitlabApi(context);
    }

    @Override
    public String id() {
        return "gitlab";
    }

    @Override
    public List<Run> runs(String repo, String branch, int limit) {
        String path = "/pipelines?per_page=" + Math.clamp(limit, 1, PAGE)
                + (branch.isEmpty() ? "" : "&ref=" + URLEncoder.encode(branch, StandardCharsets.UTF_8));
        return api.pages(repo, path, JsonValue::items, limit).stream().map(GitlabCi::run).toList();
    }

    private static Run run(JsonValue one) {
        String name = one.get("name").findText().orElse("pipeline");
        return new Run(one.get("id").text(), name, one.get("ref").text(), one.get("sha").text(),
                state(one.get("status").text()), Instant.parse(one.get("created_at").text()),
                URI.create(one.get("web_url").text()));
    }

    private static String state(String status) {
        return status.equals("success") ? "passed" : UNDER_WAY.contains(status) ? "running" : status;
    }

    @Override
    public String log(String repo, String runId) {
        var log = new StringBuilder();
        for (JsonValue job : api.pages(repo, "/pipelines/" + runId + "/jobs?scope%5B%5D=failed&per_page=" + PAGE,
                JsonValue::items, Integer.MAX_VALUE)) {
            if (job.get("status").text().equals("failed") && !job.get("allow_failure").asBoolean(false)) {
                log.append("== ").append(job.get("name").text()).append('\n')
                        .append(api.log(repo, "/jobs/" + job.get("id").text() + "/trace")).append('\n');
            }
        }
        return log.toString();
    }

    @Override
    public List<Job> jobs(String repo, String runId) {
        return api.all(repo, "/pipelines/" + runId + "/jobs?per_page=" + PAGE).stream()
                .map(job -> new Job(job.get("id").text(), job.get("name").text(), state(job.get("status").text()), "",
                        URI.create(job.get("web_url").text())))
                .toList();
    }

    @Override
    public String jobLog(String repo, String runId, String jobId) {
        return api.log(repo, "/jobs/" + jobId + "/trace");
    }

    /** GitLab keeps one archive for each job. */
    @Override
    public List<Artifact> artifacts(String repo, String runId) {
        return api.all(repo, "/pipelines/" + runId + "/jobs?per_page=" + PAGE).stream()
                .filter(job -> !job.get("artifacts_file").isNull())
                .map(job -> new Artifact(job.get("id").text(), job.get("name").text() + "/"
                        + job.get("artifacts_file").get("filename").text(),
                        job.get("artifacts_file").get("size").asLong(0), false))
                .toList();
    }

    @Override
    public void runAgain(String repo, String runId) {
        api.send(repo, "POST", "/pipelines/" + runId + "/retry", null);
    }
}

package dev.telecoder.plugin.buildkite;

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
import java.util.Locale;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Buildkite's builds. The pipeline of a repository is the one with the slug of the repository's name, as Buildkite names it
 * by itself. Any number of threads may use it.
 */
@Extension
@Configured("buildkite")
public final class BuildkiteCi implements CiProvider, CiJobs {

    private static final int PAGE = 100;
    private static final Set<String> UNDER_WAY = Set.of("creating", "scheduled", "running", "failing", "canceling");

    private final BuildkiteApi api;

    /**
     * Made by the host when the section is there.
     *
     * @param context the host's part
     */
    public BuildkiteCi(PluginContext context) {
        this.api = new BuildkiteApi(context);
    }

    @Override
    public String id() {
        return "buildkite";
    }

    @Override
    public List<Run> runs(String repo, String branch, int limit) {
        String path = pipeline(repo) + "/builds?per_page=" + Math.clamp(limit, 1, PAGE)
                + (branch.isEmpty() ? "" : "&branch=" + URLEncoder.encode(branch, StandardCharsets.UTF_8));
        return api.pages(repo, path, JsonValue::items, limit).stream().map(one -> run(repo, one)).toList();
    }

    static String pipeline(String repo) {
        return "/pipelines/" + slug(repo);
    }

    private static String slug(String repo) {
        return repo.substring(repo.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    private static Run run(String repo, JsonValue one) {
        String name = one.get("pipeline").get("name").findText().orElse(slug(repo));
        Instant began = Instant.parse(one.get("started_at").findText().orElseGet(() -> one.get("created_at").text()));
        return new Run(one.get("number").text(), name, one.get("branch").text(), one.get("commit").text(),
                UNDER_WAY.contains(one.get("state").text()) ? "running" : one.get("state").text(), began,
                URI.create(one.get("web_url").text()));
    }

    @Override
    public String log(String repo, String runId) {
        String build = pipeline(repo) + "/builds/" + runId;
        var log = new StringBuilder();
        for (JsonValue job : api.get(repo, build).get("jobs").items()) {
            if (Set.of("failed", "timed_out").contains(job.get("state").text())
                    && !job.get("soft_failed").asBoolean(false) && !job.get("retried").asBoolean(false)) {
                log.append("== ").append(job.get("name").text()).append('\n')
                        .append(api.log(repo, build + "/jobs/" + job.get("id").text() + "/log.txt")).append('\n');
            }
        }
        return log.toString();
    }

    @Override
    public List<Job> jobs(String repo, String runId) {
        return api.get(repo, pipeline(repo) + "/builds/" + runId).get("jobs").items().stream()
                .filter(job -> !job.get("retried").asBoolean(false) && !job.get("name").isNull())
                .map(job -> new Job(job.get("id").text(), job.get("name").text(), state(job), "",
                        URI.create(job.get("web_url").text())))
                .toList();
    }

    private static String state(JsonValue job) {
        String said = job.get("state").text();
        return said.equals("timed_out") ? "failed"
                : said.equals("passed") || said.equals("failed") || said.equals("canceled") || said.equals("skipped")
                        ? said : "running";
    }

    @Override
    public String jobLog(String repo, String runId, String jobId) {
        return api.log(repo, pipeline(repo) + "/builds/" + runId + "/jobs/" + jobId + "/log.txt");
    }

    @Override
    public List<Artifact> artifacts(String repo, String runId) {
        return api.pages(repo, pipeline(repo) + "/builds/" + runId + "/artifacts?per_page=" + PAGE, JsonValue::items,
                Integer.MAX_VALUE).stream().map(
                        one -> new Artifact(one.get("id").text(), one.get("filename").text(),
                                one.get("file_size").asLong(0), one.get("state").text().matches("deleted|expired")))
                .toList();
    }

    /** Buildkite runs a whole build again; a job alone would not change what the build says. */
    @Override
    public void runAgain(String repo, String runId) {
        api.send(repo, "PUT", pipeline(repo) + "/builds/" + runId + "/rebuild", null);
    }
}

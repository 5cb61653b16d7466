package dev.telecoder.example.gitea;

import dev.telecoder.api.Configured;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.CiProvider;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.pf4j.Extension;

/** The actions of a Gitea or Forgejo server. Any number of threads may use it. */
@Extension
@Configured("gitea")
public final class GiteaCi implements CiProvider {

    private final GiteaApi api;

    /**
     * Made by the host when the section is there.
     *
     * @param context the host's part
     */
    public GiteaCi(PluginContext context) {
        this.api = new GiteaApi(context);
    }

    @Override
    public String id() {
        return "gitea";
    }

    @Override
    public List<Run> runs(String repo, String branch, int limit) {
        List<Run> runs = new ArrayList<>();
        for (int page = 1;; page++) {
            JsonValue found =
                    api.get(repo, "/actions/runs?limit=" + GiteaApi.PAGE + "&page=" + page + (branch.isEmpty() ? ""
                            : "&branch=" + URLEncoder.encode(branch, StandardCharsets.UTF_8))).get("workflow_runs");
            for (JsonValue one : found.items()) {
                if (runs.size() == limit) {
                    return runs;
                }
                runs.add(new Run(one.get("id").text(), one.get("display_title").text(), one.get("head_branch").text(),
                        one.get("head_sha").text(), state(one), Instant.parse(one.get("started_at").text()),
                        URI.create(one.get("html_url").text())));
            }
            if (found.items().size() < GiteaApi.PAGE) {
                return runs;
            }
        }
    }

    private static String state(JsonValue run) {
        if (!run.get("status").text().equals("completed")) {
            return "running";
        }
        String end = run.get("conclusion").text();
        return end.equals("success") ? "passed" : end.equals("failure") ? "failed" : end;
    }

    @Override
    public String log(String repo, String runId) {
        StringBuilder log = new StringBuilder();
        for (JsonValue job : api.get(repo, "/actions/runs/" + runId + "/jobs").get("jobs").items()) {
            if (job.get("conclusion").text().equals("failure")) {
                log.append("== ").append(job.get("name").text()).append('\n')
                        .append(api.text(repo, "/actions/jobs/" + job.get("id").text() + "/logs")).append('\n');
            }
        }
        return log.toString();
    }
}

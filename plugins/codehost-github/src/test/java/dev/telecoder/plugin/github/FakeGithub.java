package dev.telecoder.plugin.github;

import dev.telecoder.api.PluginContext;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.testkit.CiProviderContract;
import dev.telecoder.testkit.CodeHostContract;
import dev.telecoder.testkit.LoopbackServer;
import dev.telecoder.testkit.LoopbackServer.Reply;
import dev.telecoder.testkit.LoopbackServer.Request;
import dev.telecoder.testkit.RequestLog;
import dev.telecoder.testkit.TestContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The part of GitHub that keeps one repository, on loopback: pages by Link header, answers 304, both limits. */
final class FakeGithub implements CodeHostContract.Service, CiProviderContract.Service, AutoCloseable {

    private static final String TOKEN = "ghp_0123456789";
    static final String DIFF = "diff --git a/A.java b/A.java\n--- a/A.java\n+++ b/A.java\n@@ -1 +1 @@\n-a\n+b\n";
    private static final Pattern PARAMETER = Pattern.compile("[?&](\\w+)=([^&]*)");

    private final LoopbackServer server = LoopbackServer.start();
    private final List<JsonValue> pulls = new ArrayList<>();
    private final List<JsonValue> runs = new ArrayList<>();
    private final List<String> logs = new ArrayList<>();
    private @Nullable Duration limit;
    private int refusal;
    private boolean anybody;
    final List<JsonValue> threads = new ArrayList<>();
    final List<JsonValue> comments = new ArrayList<>();
    final List<JsonValue> files = new ArrayList<>();
    volatile String pull = "{}";
    volatile boolean tooLarge;
    volatile @Nullable String graphqlError;
    private int unchanged;

    FakeGithub() {
        server.answer(this::answer);
    }

    /** For somebody without a token. */
    PluginContext openContext() {
        anybody = true;
        return TestContext.with("api_url", server.url() + "/api/v3");
    }

    PluginContext context() {
        return TestContext.with("api_url", server.url() + "/api/v3", "token", TOKEN, "webhook_secret",
                "hook-secret-4711");
    }

    private synchronized Reply answer(Request request) {
        RequestLog.of("github").add(request, "/api/v3");
        if (!anybody && !("Bearer " + TOKEN).equals(request.headers().get("authorization"))) {
            return Reply.of(401, "Wrong token.");
        }
        if (limit != null) {
            Duration delay = limit;
            limit = null;
            return Reply.of(429, "Slow down, " + TOKEN).withHeader("retry-after", "" + delay.toSeconds());
        }
        if (refusal > 0) {
            return Reply.of(refusal, "Refused, " + TOKEN);
        }
        String path = request.target().replaceFirst("\\?.*", "").replaceFirst("^/api/v3/repos/myorg/api", "");
        if (request.method().equals("POST") && path.equals("/pulls")) {
            JsonValue asked = TestContext.with().json().parse(request.body());
            keep(asked.get("head").text(), asked.get("base").text(), asked.get("title").text(), true, account());
            return Reply.of(201, pulls.getLast().toString());
        }
        if (path.equals("/api/graphql")) {
            return graphql(TestContext.with().json().parse(request.body()).get("variables"));
        }
        if (path.equals("/pulls/7")) {
            if (!request.headers().get("accept").contains("diff")) {
                return Reply.of(200, pull);
            }
            return tooLarge ? Reply.of(406, "{}") : Reply.of(200, DIFF);
        }
        Matcher log = Pattern.compile("/actions/jobs/(\\d+)([01])/logs").matcher(path);
        if (log.matches()) {
            return Reply.of(200,
                    log.group(2).equals("0") ? "all is well" : logs.get(Integer.parseInt(log.group(1))));
        }
        Matcher jobs = Pattern.compile("/actions/runs/(\\d+)/jobs").matcher(path);
        if (jobs.matches()) {
            return Reply.of(200, JsonValue.object().put("jobs", List.of(job(jobs.group(1), "good", "success"),
                    job(jobs.group(1), "bad", "failure"))).build().toString());
        }
        return switch (path) {
            case "/pulls/7/comments" -> paged(request, comments, JsonValue::array);
            case "/pulls/7/files" -> paged(request, files, JsonValue::array);
            case "/pulls" -> paged(request, pulls.stream()
                    .filter(one -> one.get("state").text().equals(parameter(request, "state")))
                    .filter(one -> ("myorg:" + one.get("head").get("ref").text()).equals(decoded(request, "head")))
                    .toList(), JsonValue::array);
            case "/actions/runs" -> paged(request, runs.reversed().stream().filter(
                    one -> List.of("", one.get("head_branch").text()).contains(decoded(request, "branch"))).toList(),
                    found -> JsonValue.object().put("total_count", runs.size()).put("workflow_runs", found).build());
            default -> Reply.of(404, "There is no " + path);
        };
    }

    /** The conversations of pull request 7, three a page. */
    private Reply graphql(JsonValue asked) {
        if (graphqlError != null) {
            return Reply.of(200,
                    "{\"data\": null, \"errors\": [{\"type\": \"" + graphqlError + "\", \"message\": \"" + TOKEN
                            + "\"}]}");
        }
        if (!(asked.get("owner").text() + "/" + asked.get("name").text() + "#" + asked.get("number").text())
                .equals("myorg/api#7")) {
            return Reply.of(200, "{\"data\": null, \"errors\": [{\"type\": \"NOT_FOUND\"}]}");
        }
        int from = asked.get("after").findText().map(Integer::parseInt).orElse(0);
        int to = Math.min(threads.size(), from + 3);
        return Reply.of(200,
                "{\"data\": {\"repository\": {\"pullRequest\": {\"reviewThreads\": {\"pageInfo\": {\"hasNextPage\": "
                        + (to < threads.size()) + ", \"endCursor\": \"" + to + "\"}, \"nodes\": "
                        + threads.subList(from, to)
                        + "}}}}}");
    }

    private static JsonValue job(String run, String name, String conclusion) {
        return JsonValue.object().put("id", run + (name.equals("good") ? "0" : "1")).put("name", name)
                .put("conclusion", conclusion).build();
    }

    private Reply paged(Request request, List<JsonValue> all, Function<List<JsonValue>, JsonValue> body) {
        // GitHub gives 100 at most; less here, so that a few are two pages.
        int size = Math.min(20, Integer.parseInt(parameter(request, "per_page")));
        String asked = parameter(request, "page");
        int page = asked.isEmpty() ? 1 : Integer.parseInt(asked);
        int from = Math.min(all.size(), (page - 1) * size);
        int to = Math.min(all.size(), from + size);
        String text = body.apply(all.subList(from, to)).toString();
        String tag = "W/\"" + Integer.toHexString(text.hashCode()) + "\"";
        if (tag.equals(request.headers().get("if-none-match"))) {
            unchanged++;
            return Reply.of(304, "");
        }
        Reply reply = Reply.of(200, text).withHeader("etag", tag);
        String target = request.target().replaceFirst("&page=\\d+", "");
        return to == all.size() ? reply
                : reply.withHeader("link",
                        "<" + server.url() + target + "&page=1>; rel=\"first\", <" + server.url() + target
                                + "&page=" + (page + 1) + ">; rel=\"next\"");
    }

    private static String decoded(Request request, String name) {
        return URLDecoder.decode(parameter(request, name), StandardCharsets.UTF_8);
    }

    private static String parameter(Request request, String name) {
        return PARAMETER.matcher(request.target()).results().filter(found -> found.group(1).equals(name))
                .map(found -> found.group(2)).findFirst().orElse("");
    }

    @Override
    public synchronized long keep(String branch, String base, boolean open) {
        return keep(branch, base, "Title", open, "anna");
    }

    private long keep(String branch, String base, String title, boolean open, String author) {
        long number = pulls.size() + 1L;
        pulls.add(JsonValue.object().put("number", number).put("title", title).put("state", open ? "open" : "closed")
                .put("merged_at", null)
                .put("head", JsonValue.object().put("ref", branch).build())
                .put("base", JsonValue.object().put("ref", base).build())
                .put("user", JsonValue.object().put("login", author).build())
                .put("html_url", server.url() + "/myorg/api/pulls/" + number).build());
        return number;
    }

    @Override
    public synchronized String keep(String branch, Instant startedAt, String state, String failedJob) {
        String id = "" + runs.size();
        runs.add(JsonValue.object().put("id", id).put("name", "verify").put("head_branch", branch)
                .put("head_sha", "c0ffee").put("status", state.equals("running") ? "in_progress" : "completed")
                .put("conclusion", state.equals("passed") ? "success" : state.equals("failed") ? "failure" : null)
                .put("run_started_at", startedAt.toString())
                .put("html_url", server.url() + "/myorg/api/actions/runs/" + id)
                .build());
        logs.add(failedJob);
        return id;
    }

    @Override
    public List<String> urls() {
        return List.of(server.url() + "/myorg/api.git", server.url() + "/myorg/api", "git@127.0.0.1:myorg/api.git",
                "ssh://git@127.0.0.1/myorg/api.git");
    }

    @Override
    public String account() {
        return "telecoder";
    }

    @Override
    public String repo() {
        return "myorg/api";
    }

    @Override
    public synchronized void limit(Duration delay) {
        limit = delay;
    }

    @Override
    public synchronized void forbid() {
        refusal = 403;
    }

    @Override
    public synchronized void lose() {
        refusal = 404;
    }

    @Override
    public int requests() {
        return server.requests().size();
    }

    @Override
    public synchronized int unchanged() {
        return unchanged;
    }

    @Override
    public List<String> secrets() {
        return List.of(TOKEN);
    }

    @Override
    public void close() {
        server.close();
    }
}

package dev.telecoder.plugin.gitlab;

import dev.telecoder.api.PluginContext;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.testkit.CiProviderContract;
import dev.telecoder.testkit.CodeHostContract;
import dev.telecoder.testkit.LoopbackServer;
import dev.telecoder.testkit.LoopbackServer.Reply;
import dev.telecoder.testkit.LoopbackServer.Request;
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

/** The part of GitLab that keeps one repository, on loopback: pages by Link header, answers 304, limits requests. */
final class FakeGitlab implements CodeHostContract.Service, CiProviderContract.Service, AutoCloseable {

    private static final String TOKEN = "glpat-0123456789";
    private static final Pattern PARAMETER = Pattern.compile("[?&](\\w+)=([^&]*)");

    private final LoopbackServer server = LoopbackServer.start();
    private final List<JsonValue> pulls = new ArrayList<>();
    private final List<JsonValue> runs = new ArrayList<>();
    private final List<String> logs = new ArrayList<>();
    private @Nullable Duration limit;
    private int refusal;
    private int unchanged;

    FakeGitlab() {
        server.answer(this::answer);
    }

    PluginContext context() {
        return TestContext.with("api_url", server.url() + "/api/v4", "token", TOKEN, "webhook_secret",
                "hook-secret-4711");
    }

    private synchronized Reply answer(Request request) {
        if (!TOKEN.equals(request.headers().get("private-token"))) {
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
        String path = request.target().replaceFirst("\\?.*", "").replaceFirst("^/api/v4/projects/myorg%2Fapi", "");
        if (request.method().equals("POST") && path.equals("/merge_requests")) {
            JsonValue asked = TestContext.with().json().parse(request.body());
            keep(asked.get("source_branch").text(), asked.get("target_branch").text(), asked.get("title").text(), true,
                    account());
            return Reply.of(201, pulls.getLast().toString());
        }
        Matcher log = Pattern.compile("/jobs/(\\d+)-(good|bad)/trace").matcher(path);
        if (log.matches()) {
            return Reply.of(200,
                    log.group(2).equals("good") ? "all is well" : logs.get(Integer.parseInt(log.group(1))));
        }
        Matcher jobs = Pattern.compile("/pipelines/(\\d+)/jobs").matcher(path);
        if (jobs.matches()) {
            return Reply.of(200, JsonValue.array(List.of(job(jobs.group(1), "good", "success"),
                    job(jobs.group(1), "bad", "failed"))).toString());
        }
        return switch (path) {
            case "/merge_requests" -> paged(request, pulls.stream()
                    .filter(one -> one.get("state").text().equals(parameter(request, "state")))
                    .filter(one -> one.get("source_branch").text().equals(decoded(request, "source_branch")))
                    .toList(), JsonValue::array);
            case "/pipelines" -> paged(request, runs.reversed().stream().filter(
                    one -> List.of("", one.get("ref").text()).contains(decoded(request, "ref"))).toList(),
                    JsonValue::array);
            default -> Reply.of(404, "There is no " + path);
        };
    }

    private static JsonValue job(String run, String name, String conclusion) {
        return JsonValue.object().put("id", run + "-" + name).put("name", name).put("status", conclusion).build();
    }

    private Reply paged(Request request, List<JsonValue> all, Function<List<JsonValue>, JsonValue> body) {
        // GitLab gives 100 at most; less here, so that a few are two pages.
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
        pulls.add(JsonValue.object().put("iid", number).put("title", title).put("state", open ? "opened" : "closed")
                .put("source_branch", branch).put("target_branch", base).put("source_project_id", 1)
                .put("target_project_id", 1).put("author", JsonValue.object().put("username", author).build())
                .put("web_url", server.url() + "/myorg/api/-/merge_requests/" + number).build());
        return number;
    }

    @Override
    public synchronized String keep(String branch, Instant startedAt, String state, String failedJob) {
        String id = "" + runs.size();
        runs.add(JsonValue.object().put("id", id).put("name", null).put("ref", branch).put("sha", "c0ffee")
                .put("status", state.equals("passed") ? "success" : state).put("created_at", startedAt.toString())
                .put("web_url", server.url() + "/myorg/api/-/pipelines/" + id).build());
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

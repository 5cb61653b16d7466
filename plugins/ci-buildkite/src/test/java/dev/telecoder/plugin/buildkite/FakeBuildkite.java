package dev.telecoder.plugin.buildkite;

import dev.telecoder.api.PluginContext;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.testkit.CiProviderContract;
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

/** The part of Buildkite that keeps one pipeline, on loopback: pages by Link header, answers 304, limits requests. */
final class FakeBuildkite implements CiProviderContract.Service, AutoCloseable {

    private static final String TOKEN = "bkua_0123456789";
    private static final Pattern PARAMETER = Pattern.compile("[?&](\\w+)=([^&]*)");

    private final LoopbackServer server = LoopbackServer.start();
    private final List<JsonValue> runs = new ArrayList<>();
    private final List<String> logs = new ArrayList<>();
    private @Nullable Duration limit;
    private int refusal;
    private int unchanged;

    FakeBuildkite() {
        server.answer(this::answer);
    }

    PluginContext context() {
        return TestContext.with("api_url", server.url() + "/v2", "org", "my-org", "token", TOKEN, "webhook_secret",
                "hook-secret-4711");
    }

    private synchronized Reply answer(Request request) {
        if (!("Bearer " + TOKEN).equals(request.headers().get("authorization"))) {
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
        String path =
                request.target().replaceFirst("\\?.*", "").replaceFirst("^/v2/organizations/my-org/pipelines/api", "");
        Matcher log = Pattern.compile("/builds/\\d+/jobs/(\\d+)-(good|bad)/log.txt").matcher(path);
        if (log.matches()) {
            return Reply.of(200,
                    log.group(2).equals("good") ? "all is well" : logs.get(Integer.parseInt(log.group(1))));
        }
        Matcher build = Pattern.compile("/builds/(\\d+)").matcher(path);
        if (build.matches()) {
            return Reply.of(200, JsonValue.object().put("jobs", List.of(job(build.group(1), "good", "passed"),
                    job(build.group(1), "bad", "failed"))).build().toString());
        }
        return path.equals("/builds")
                ? paged(request, runs.reversed().stream().filter(
                        one -> List.of("", one.get("branch").text()).contains(decoded(request, "branch"))).toList(),
                        JsonValue::array)
                : Reply.of(404, "There is no " + path);
    }

    private static JsonValue job(String run, String name, String conclusion) {
        return JsonValue.object().put("id", run + "-" + name).put("name", name).put("state", conclusion).build();
    }

    private Reply paged(Request request, List<JsonValue> all, Function<List<JsonValue>, JsonValue> body) {
        // Buildkite gives 100 at most; less here, so that a few are two pages.
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
    public synchronized String keep(String branch, Instant startedAt, String state, String failedJob) {
        String id = "" + runs.size();
        runs.add(JsonValue.object().put("number", runs.size()).put("branch", branch).put("commit", "c0ffee")
                .put("state", state).put("created_at", startedAt.minusSeconds(5).toString())
                .put("started_at", startedAt.toString()).put("pipeline", JsonValue.object().put("name", "API").build())
                .put("web_url", server.url() + "/my-org/api/builds/" + id).build());
        logs.add(failedJob);
        return id;
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

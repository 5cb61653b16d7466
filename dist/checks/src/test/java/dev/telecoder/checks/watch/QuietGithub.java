package dev.telecoder.checks.watch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.telecoder.checks.pull.GitOverHttp;
import dev.telecoder.testkit.RequestLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** GitHub with any number of repositories in which nothing happens but the runs that a test adds. It answers 304 as GitHub does. */
final class QuietGithub implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final Pattern PATH = Pattern.compile("/repos/([\\w.-]+/[\\w.-]+)(/[^?]*)(\\?.*)?");

    private final HttpServer server;
    private final Map<String, ArrayNode> runs = new ConcurrentHashMap<>();
    private final Map<String, String> logs = new ConcurrentHashMap<>();
    final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    final AtomicInteger unchanged = new AtomicInteger();

    private final GitOverHttp git;

    private QuietGithub(HttpServer server, Path folder) {
        this.server = server;
        this.git = new GitOverHttp(folder);
    }

    /** Its repositories are the bare ones in a folder, as {@code owner/name.git}. */
    static QuietGithub start(Path folder) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        var github = new QuietGithub(server, folder);
        server.createContext("/", github::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return github;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A run that ended; of a failed one, what its log says. Returns the body of the webhook that tells of it. */
    synchronized byte[] ended(String repo, String commit, String conclusion, String log) throws IOException {
        long id = 1000 + logs.size();
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        ObjectNode run = JSON.createObjectNode().put("id", id).put("name", "verify").put("head_branch", "main")
                .put("head_sha", commit).put("status", "completed").put("conclusion", conclusion).put("run_attempt", 1)
                .put("display_title", "Trim the password (#204)").put("event", "push")
                .put("run_started_at", now.plusSeconds(logs.size()).toString()).put("created_at", now.toString())
                .put("updated_at", now.plusSeconds(logs.size() + 60L).toString())
                .put("html_url", url() + "/" + repo + "/actions/runs/" + id);
        run.putObject("actor").put("login", "anna");
        logs.put("" + id, log);
        ObjectNode event = JSON.createObjectNode().put("action", "completed");
        event.set("workflow_run", run);
        event.putObject("repository").put("full_name", repo).put("default_branch", "main");
        event.putObject("sender").put("login", "anna").put("type", "User");
        ArrayNode all = runs.computeIfAbsent(repo, name -> JSON.createArrayNode());
        ArrayNode after = JSON.createArrayNode().add(run);
        after.addAll(all);
        runs.put(repo, after);
        return JSON.writeValueAsBytes(event);
    }

    int requests() {
        return asked.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestURI().getPath().matches("/[\\w.-]+/[\\w.-]+\\.git/.*")) {
                git.answer(exchange);
                return;
            }
            String target = exchange.getRequestURI().toString().replaceFirst("^/api/v3", "");
            asked.computeIfAbsent(target, one -> new AtomicInteger()).incrementAndGet();
            if (asked.get(target).get() == 1) {
                RequestLog.of("github").add(exchange.getRequestMethod(), target, Map.of(), "");
            }
            String body = body(target);
            byte[] bytes = (body == null ? "{\"message\":\"Not Found\"}" : body).getBytes(StandardCharsets.UTF_8);
            String tag = "\"" + Integer.toHexString(new String(bytes, StandardCharsets.UTF_8).hashCode()) + "\"";
            exchange.getResponseHeaders().set("ETag", tag);
            exchange.getResponseHeaders().set("Content-Type", target.endsWith("/logs") ? "text/plain"
                    : "application/json");
            if (body != null && tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                unchanged.incrementAndGet();
                exchange.sendResponseHeaders(304, -1);
                return;
            }
            exchange.sendResponseHeaders(body == null ? 404 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private String body(String target) throws IOException {
        if (target.equals("/user")) {
            return "{\"login\":\"telecoder\"}";
        }
        Matcher path = PATH.matcher(target);
        if (!path.matches()) {
            return null;
        }
        ArrayNode all = runs.getOrDefault(path.group(1), JSON.createArrayNode());
        String what = path.group(2);
        Matcher jobs = Pattern.compile("/actions/runs/(\\d+)/jobs").matcher(what);
        if (jobs.matches()) {
            return "{\"jobs\":[{\"id\":" + jobs.group(1) + ",\"name\":\"build\",\"status\":\"completed\","
                    + "\"conclusion\":\"failure\",\"html_url\":\"" + url() + "\",\"steps\":[]}]}";
        }
        Matcher log = Pattern.compile("/actions/jobs/(\\d+)/logs").matcher(what);
        if (log.matches()) {
            return logs.get(log.group(1));
        }
        return switch (what) {
            case "/actions/runs" -> JSON.writeValueAsString(JSON.createObjectNode().put("total_count", all.size())
                    .set("workflow_runs", all));
            case "/pulls", "/issues", "/dependabot/alerts", "/code-scanning/alerts", "/secret-scanning/alerts",
                    "/issues/comments", "/pulls/comments", "/events" -> "[]";
            default -> what.matches("/actions/runs/\\d+/artifacts") ? "{\"artifacts\":[]}" : null;
        };
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

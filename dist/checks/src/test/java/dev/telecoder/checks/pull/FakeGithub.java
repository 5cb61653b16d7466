package dev.telecoder.checks.pull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.telecoder.testkit.RequestLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * GitHub with one repository, on loopback: git over HTTP, pull requests with their talk, and Actions that really run the
 * repository's {@code ci.sh} on what was pushed and tell by webhook how it ended.
 */
final class FakeGithub implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();
    static final String TOKEN = "ghp_0123456789";
    /** The issue in which somebody complains. */
    static final long ISSUE = 3;
    private static final String API = "/api/v3/repos/myorg/shop";
    private static final Pattern PARAMETER = Pattern.compile("[?&](\\w+)=([^&]*)");

    /** One run of the workflow. */
    record Run(long id, String branch, String commit, boolean passed, String log, Instant at) {}

    /** Told of each event; the host's webhooks. */
    @FunctionalInterface
    interface Listener {
        void happened(String kind, String delivery, byte[] body) throws Exception;
    }

    private final HttpServer server;
    private final Path folder;
    private final GitOverHttp git;
    private final Map<Long, ObjectNode> pulls = Collections.synchronizedMap(new LinkedHashMap<>());
    private final List<ObjectNode> comments = Collections.synchronizedList(new ArrayList<>());
    private final List<Run> runs = Collections.synchronizedList(new ArrayList<>());
    final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private volatile Listener listener = (kind, delivery, body) -> {};
    private volatile boolean busy;

    private FakeGithub(HttpServer server, Path folder) {
        this.server = server;
        this.folder = folder;
        this.git = new GitOverHttp(folder.resolve("git"));
    }

    static FakeGithub start(Path folder, Map<String, String> files) throws Exception {
        Path bare = Files.createDirectories(folder.resolve("git/myorg")).resolve("shop.git");
        sh(folder, "git init -q --bare -b main " + bare + " && git -C " + bare + " config http.receivepack true");
        Path seed = Files.createDirectories(folder.resolve("seed"));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(seed.resolve(file.getKey()), file.getValue());
        }
        sh(seed, "git init -q -b main && git add . && git -c user.name=Seed -c user.email=seed@localhost commit -q -m"
                + " 'Begin the shop' && git push -q " + bare + " main");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        var github = new FakeGithub(server, folder);
        server.createContext("/", github::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return github;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    Path bare() {
        return folder.resolve("git/myorg/shop.git");
    }

    /** Whether Actions have no machine free, so that what is pushed waits. */
    void busy(boolean now) {
        busy = now;
    }

    void tell(Listener to) {
        listener = to;
    }

    List<ObjectNode> pulls() {
        return List.copyOf(pulls.values());
    }

    List<ObjectNode> comments() {
        return List.copyOf(comments);
    }

    List<Run> runs() {
        return List.copyOf(runs);
    }

    String head(String branch) throws Exception {
        return sh(bare(), "git rev-parse refs/heads/" + branch).strip();
    }

    /** Actions: checks the branch out, runs its script, and tells how it ended. */
    Run build(String branch) throws Exception {
        String commit = head(branch);
        long id = 100 + runs.size();
        Path work = Files.createDirectories(folder.resolve("ci-" + id));
        sh(work, "git clone -q " + bare() + " . && git checkout -q " + commit);
        Process script = new ProcessBuilder("sh", "ci.sh").directory(work.toFile()).redirectErrorStream(true).start();
        String log = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        boolean passed = script.waitFor() == 0;
        var run = new Run(id, branch, commit, passed,
                "##[group]Run sh ci.sh\n" + log + (passed ? "" : "##[error]Process completed with exit code 1.\n"),
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
        runs.add(run);
        ObjectNode event = JSON.createObjectNode().put("action", "completed");
        event.set("workflow_run", run(run));
        event.set("repository", repository());
        listener.happened("workflow_run", "run-" + id, JSON.writeValueAsBytes(event));
        return run;
    }

    /** Somebody pushes to main. */
    void repair(String... files) throws Exception {
        Path seed = folder.resolve("seed");
        for (int i = 0; i < files.length; i += 2) {
            Files.writeString(seed.resolve(files[i]), files[i + 1]);
        }
        sh(seed, "git -c user.name=Seed -c user.email=seed@localhost commit -q -a -m 'Mend it' && git push -q " + bare()
                + " main");
    }

    /** Somebody says something in the issue or in a pull request. */
    ObjectNode say(long number, String who, String association, String text) throws Exception {
        ObjectNode comment = comment(number, who, association, text);
        tell(number, comment, "comment-" + comment.get("id").asLong());
        return comment;
    }

    /** Tells of a comment, as often as it is asked to. */
    void tell(long number, ObjectNode comment, String delivery) throws Exception {
        ObjectNode event = JSON.createObjectNode().put("action", "created");
        event.set("comment", comment);
        event.set("issue", item(number));
        event.set("repository", repository());
        event.set("sender", comment.get("user"));
        listener.happened("issue_comment", delivery, JSON.writeValueAsBytes(event));
    }

    /** What was said in the issue or in a pull request by one account. */
    List<String> said(long number, String who) {
        return comments().stream().filter(one -> one.get("number").asLong() == number
                && one.at("/user/login").asText().equals(who)).map(one -> one.get("body").asText()).toList();
    }

    private ObjectNode item(long number) {
        ObjectNode pull = pulls.get(number);
        ObjectNode item = JSON.createObjectNode().put("number", number).put("id", 1_000 + number).put("state", "open")
                .put("title", pull == null ? "The build is red" : pull.get("title").asText())
                .put("body", pull == null ? "Since this morning." : pull.get("body").asText()).putNull("closed_at")
                .put("created_at", "2026-01-01T00:00:00Z").put("url", url() + API + "/issues/" + number)
                .put("html_url", url() + "/myorg/shop/" + (pull == null ? "issues/" : "pull/") + number)
                .put("updated_at", comments().stream().filter(one -> one.get("number").asLong() == number)
                        .map(one -> one.get("updated_at").asText()).max(String::compareTo)
                        .orElse("2026-01-01T00:00:00Z"));
        item.putArray("labels");
        item.set("user", user(pull == null ? "eve" : "telecoder"));
        if (pull != null) {
            item.putObject("pull_request").put("url", url() + API + "/pulls/" + number);
        }
        return item;
    }

    private static ObjectNode user(String login) {
        return JSON.createObjectNode().put("login", login).put("id", Math.abs((long) login.hashCode()))
                .put("type", "User");
    }

    void merge(long number) throws Exception {
        ObjectNode pull = pulls.get(number);
        pull.put("state", "closed").put("merged", true).put("merged_at", Instant.now().toString());
        ObjectNode event = JSON.createObjectNode().put("action", "closed").put("number", number);
        event.set("pull_request", pull);
        event.set("repository", repository());
        listener.happened("pull_request", "merged-" + number, JSON.writeValueAsBytes(event));
    }

    /** Somebody merges a branch: main is what it is. */
    void land(String branch) throws Exception {
        sh(bare(), "git update-ref refs/heads/main refs/heads/" + branch);
    }

    private ObjectNode comment(long number, String who, String association, String text) {
        ObjectNode comment = JSON.createObjectNode().put("id", 500 + comments.size()).put("body", text)
                .put("number", number).put("author_association", association)
                .put("created_at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("issue_url", url() + API + "/issues/" + number)
                .put("html_url", url() + "/myorg/shop/pull/" + number + "#issuecomment-" + (500 + comments.size()));
        comment.put("updated_at", comment.get("created_at").asText());
        comment.set("user", user(who));
        comments.add(comment);
        return comment;
    }

    private ObjectNode repository() {
        ObjectNode repository = JSON.createObjectNode().put("full_name", "myorg/shop").put("name", "shop").put("id", 1);
        repository.putObject("owner").put("login", "myorg");
        return repository;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (path.startsWith("/myorg/")) {
                boolean pushes = path.endsWith("/git-receive-pack") && exchange.getRequestMethod().equals("POST");
                git.answer(exchange);
                requests.add(exchange.getRequestMethod() + " " + path);
                if (pushes) {
                    Thread.ofVirtual().start(this::buildWhatIsNew);
                }
                return;
            }
            if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                reply(exchange, 401, JSON.createObjectNode().put("message", "Bad credentials"));
                return;
            }
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            byte[] sent = exchange.getRequestBody().readAllBytes();
            RequestLog.of("github").add(exchange.getRequestMethod(),
                    exchange.getRequestURI().toString().replaceFirst("^/api/v3", ""),
                    Map.of("content-type", header(exchange, "Content-Type"), "accept", header(exchange, "Accept")),
                    new String(sent, StandardCharsets.UTF_8));
            JsonNode body = JSON.readTree(sent);
            try {
                api(exchange, path.startsWith(API) ? path.substring(API.length()) : path, body);
            } catch (Exception e) {
                reply(exchange, 500, JSON.createObjectNode().put("message", e.toString()));
            }
        }
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    private synchronized void buildWhatIsNew() {
        if (busy) {
            return;
        }
        try {
            for (String branch : sh(bare(), "git for-each-ref --format='%(refname:short)' refs/heads/telecoder")
                    .lines().toList()) {
                String commit = head(branch);
                if (runs.stream().noneMatch(run -> run.commit().equals(commit))) {
                    build(branch);
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void api(HttpExchange exchange, String path, JsonNode body) throws Exception {
        String method = exchange.getRequestMethod();
        String query = "?" + String.valueOf(exchange.getRequestURI().getRawQuery());
        Matcher numbered = Pattern.compile("/(pulls|issues)/(\\d+)(/.*)?").matcher(path);
        Matcher commit = Pattern.compile("/commits/([0-9a-f]+)/(check-runs|status|statuses)").matcher(path);
        Matcher jobs = Pattern.compile("/actions/runs/(\\d+)/jobs").matcher(path);
        Matcher log = Pattern.compile("/actions/jobs/(\\d+)/logs").matcher(path);
        if (path.equals("/pulls") && method.equals("POST")) {
            reply(exchange, 201, open(body));
        } else if (path.equals("/pulls")) {
            ArrayNode found = JSON.createArrayNode();
            String head = parameter(query, "head").orElse("");
            for (ObjectNode pull : pulls()) {
                if (pull.get("state").asText().equals("open") && (head.isEmpty()
                        || head.equals("myorg:" + pull.get("head").get("ref").asText()))) {
                    found.add(fresh(pull));
                }
            }
            reply(exchange, 200, found);
        } else if (path.equals("/actions/runs")) {
            ObjectNode found = JSON.createObjectNode().put("total_count", runs.size());
            ArrayNode all = found.putArray("workflow_runs");
            runs().reversed().stream()
                    .filter(run -> parameter(query, "branch").map(run.branch()::equals).orElse(true))
                    .forEach(run -> all.add(run(run)));
            reply(exchange, 200, found);
        } else if (jobs.matches()) {
            Run run = runs().get(Integer.parseInt(jobs.group(1)) - 100);
            ObjectNode found = JSON.createObjectNode().put("total_count", 1);
            found.putArray("jobs").addObject().put("id", run.id()).put("run_id", run.id()).put("name", "verify")
                    .put("status", "completed").put("conclusion", run.passed() ? "success" : "failure");
            reply(exchange, 200, found);
        } else if (log.matches()) {
            byte[] text = runs().get(Integer.parseInt(log.group(1)) - 100).log().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
        } else if (commit.matches()) {
            reply(exchange, 200, checks(commit.group(1), commit.group(2)));
        } else if (path.equals("/api/v3/user")) {
            reply(exchange, 200, user("telecoder"));
        } else if (talks(exchange, path, query, body)) {
            return;
        } else if (numbered.matches() && pulls.containsKey(Long.parseLong(numbered.group(2)))) {
            number(exchange, method, Long.parseLong(numbered.group(2)), String.valueOf(numbered.group(3)), body);
        } else if (path.matches("/collaborators/[\\w-]+/permission")) {
            String who = path.split("/")[2];
            reply(exchange, 200, JSON.createObjectNode().put("permission", who.equals("anna") ? "write" : "read")
                    .put("role_name", who.equals("anna") ? "write" : "read"));
        } else {
            reply(exchange, 404, JSON.createObjectNode().put("message", "Not Found"));
        }
    }

    /** The issue, and what goes for each comment wherever it stands; {@return whether it was asked for} */
    private boolean talks(HttpExchange exchange, String path, String query, JsonNode body) throws Exception {
        String method = exchange.getRequestMethod();
        String issue = "/issues/" + ISSUE;
        if (path.equals("/issues") && method.equals("GET")) {
            ArrayNode all = JSON.createArrayNode().add(item(ISSUE));
            pulls().forEach(pull -> all.add(item(pull.get("number").asLong())));
            reply(exchange, 200, all);
        } else if (path.equals("/issues/comments")) {
            ArrayNode since = JSON.createArrayNode();
            comments().stream().filter(one -> one.get("updated_at").asText()
                    .compareTo(parameter(query, "since").orElse("")) >= 0).forEach(since::add);
            reply(exchange, 200, since);
        } else if (path.endsWith("/reactions")) {
            reply(exchange, 201, JSON.createObjectNode().put("id", requests.size()).put("content", "eyes"));
        } else if (path.startsWith("/issues/comments/") && method.equals("PATCH")) {
            ObjectNode comment = comments().get(Integer.parseInt(path.substring("/issues/comments/".length())) - 500);
            comment.put("body", body.get("body").asText());
            reply(exchange, 200, comment);
        } else if (path.matches("/issues/\\d+") && method.equals("GET")) {
            reply(exchange, 200, item(Long.parseLong(path.substring("/issues/".length()))));
        } else if (path.equals(issue + "/comments") && method.equals("POST")) {
            ObjectNode comment = comment(ISSUE, "telecoder", "COLLABORATOR", body.get("body").asText());
            reply(exchange, 201, comment);
            tell(ISSUE, comment, "comment-" + comment.get("id").asLong());
        } else if (path.equals(issue + "/comments")) {
            ArrayNode all = JSON.createArrayNode();
            comments().stream().filter(one -> one.get("number").asLong() == ISSUE).forEach(all::add);
            reply(exchange, 200, all);
        } else {
            return false;
        }
        return true;
    }

    private void number(HttpExchange exchange, String method, long number, String rest, JsonNode body)
            throws Exception {
        ObjectNode pull = pulls.get(number);
        if (rest.equals("null") && method.equals("GET")) {
            reply(exchange, 200, fresh(pull));
        } else if (rest.equals("null") && method.equals("PATCH")) {
            body.properties().forEach(entry -> pull.set(entry.getKey(), entry.getValue()));
            reply(exchange, 200, fresh(pull));
        } else if (rest.equals("/comments") && method.equals("POST")) {
            reply(exchange, 201, comment(number, "telecoder", "COLLABORATOR", body.get("body").asText()));
        } else if (rest.equals("/comments") && exchange.getRequestURI().getPath().contains("/issues/")) {
            ArrayNode found = JSON.createArrayNode();
            comments().stream().filter(one -> one.get("number").asLong() == number).forEach(found::add);
            reply(exchange, 200, found);
        } else if (method.equals("GET")) {
            reply(exchange, 200, JSON.createArrayNode());
        } else {
            reply(exchange, 201, fresh(pull));
        }
    }

    private ObjectNode open(JsonNode asked) throws Exception {
        long number = pulls.size() + 7L;
        ObjectNode pull = JSON.createObjectNode().put("number", number).put("id", number)
                .put("node_id", "PR_" + number).put("title", asked.get("title").asText()).put("state", "open")
                .put("body", asked.get("body").asText()).put("draft", asked.path("draft").asBoolean())
                .put("merged", false).putNull("merged_at").put("mergeable", true)
                .put("html_url", url() + "/myorg/shop/pull/" + number);
        pull.putObject("head").put("ref", asked.get("head").asText()).put("sha", head(asked.get("head").asText()));
        pull.putObject("base").put("ref", asked.get("base").asText());
        pull.putObject("user").put("login", "telecoder").put("type", "User");
        pulls.put(number, pull);
        return pull;
    }

    private ObjectNode fresh(ObjectNode pull) throws Exception {
        ((ObjectNode) pull.get("head")).put("sha", head(pull.get("head").get("ref").asText()));
        return pull;
    }

    private JsonNode checks(String commit, String kind) {
        if (!kind.equals("check-runs")) {
            ObjectNode status =
                    JSON.createObjectNode().put("state", "pending").put("total_count", 0).put("sha", commit);
            status.putArray("statuses");
            return kind.equals("status") ? status : status.get("statuses");
        }
        ObjectNode found = JSON.createObjectNode();
        ArrayNode all = found.putArray("check_runs");
        runs().stream().filter(run -> run.commit().equals(commit)).forEach(run -> all.addObject().put("id", run.id())
                .put("name", "verify").put("head_sha", commit).put("status", "completed")
                .put("conclusion", run.passed() ? "success" : "failure")
                .put("started_at", run.at().toString()).put("completed_at", run.at().toString())
                .put("details_url", url() + "/myorg/shop/actions/runs/" + run.id() + "/job/" + run.id())
                .put("html_url", url() + "/myorg/shop/actions/runs/" + run.id() + "/job/" + run.id()));
        return found.put("total_count", all.size());
    }

    private ObjectNode run(Run run) {
        return JSON.createObjectNode().put("id", run.id()).put("name", "verify").put("head_branch", run.branch())
                .put("head_sha", run.commit()).put("status", "completed").put("workflow_id", 1).put("run_number", 1)
                .put("conclusion", run.passed() ? "success" : "failure").put("event", "push").put("run_attempt", 1)
                .put("run_started_at", run.at().toString()).put("created_at", run.at().toString())
                .put("updated_at", run.at().toString())
                .put("html_url", url() + "/myorg/shop/actions/runs/" + run.id());
    }

    private static Optional<String> parameter(String query, String name) {
        return PARAMETER.matcher(query).results().filter(found -> found.group(1).equals(name))
                .map(found -> URLDecoder.decode(found.group(2), StandardCharsets.UTF_8)).findFirst();
    }

    private static void reply(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    static String sh(Path folder, String command) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", command).directory(folder.toFile())
                .redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(command + " failed: " + said);
        }
        return said;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

package dev.telecoder.testkit;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.channel.Signatures;
import dev.telecoder.testkit.LoopbackServer.Reply;
import dev.telecoder.testkit.LoopbackServer.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Jira's REST API on a port of loopback, and the webhooks it posts: version 3 takes documents as comments, as Jira Cloud does,
 * version 2 texts, as a server does. It can ask to slow down, fail and cut connections. Safe for many threads.
 *
 * @since 1.0
 */
public final class FakeJira implements AutoCloseable {

    /** The address of the account that Cloud knows. */
    public static final String EMAIL = "t@e.org";

    /** The token it takes: of that account on Cloud, by itself on a server. */
    public static final String TOKEN = "token-1";

    private static final String BASIC = "Basic dEBlLm9yZzp0b2tlbi0x";
    private static final Pattern ISSUE = Pattern.compile("/issue/(100\\d+)(/[a-z]+)?(?:/(\\w+))?(?:\\?fields=(\\w+))?");

    private final LoopbackServer server = LoopbackServer.start();
    private final Map<String, Comment> comments = new LinkedHashMap<>();
    private final List<String> refused = new ArrayList<>();
    private final List<Duration> limits = new ArrayList<>();
    private String label = "other";
    private int next = 7;
    private boolean cut;
    private int lost;
    private @Nullable Reply failure;

    private FakeJira() {}

    /** {@return a running one} */
    public static FakeJira start() {
        FakeJira started = new FakeJira();
        started.server.answer(started::answer);
        return started;
    }

    /**
     * A comment that was written.
     *
     * @param id its id
     * @param issue the issue
     * @param body what was sent, last edit included
     * @param edits how often it was edited
     */
    public record Comment(String id, String issue, JsonValue body, int edits) {

        /** {@return what a person sees of it: of a document its text, of a wiki text all} */
        public String text() {
            return body.get("body").findText().orElseGet(() -> AdfBody.visible(body)).strip();
        }
    }

    /** {@return where it listens: what {@code channels.jira.api_url} is set to} */
    public URI url() {
        return server.url();
    }

    /**
     * Sets the label that each issue has.
     *
     * @param name its name
     */
    public synchronized void labels(String name) {
        label = name;
    }

    /**
     * Answers each request with this status from now on.
     *
     * @param status the status
     */
    public synchronized void fail(int status) {
        failure = Reply.of(status, "{\"errorMessages\":[\"no\"]}").withHeader("Retry-After", "7");
    }

    /**
     * Refuses the next comment as too fast.
     *
     * @param delay how long to wait
     */
    public synchronized void limit(Duration delay) {
        limits.add(delay);
    }

    /** Cuts the connections, and those to come. */
    public synchronized void cut() {
        cut = true;
    }

    /** Takes connections again. */
    public synchronized void restore() {
        cut = false;
    }

    /** {@return how many requests met a connection that was cut} */
    public synchronized int lost() {
        return lost;
    }

    /** {@return the comments, in order} */
    public synchronized List<Comment> comments() {
        return List.copyOf(comments.values());
    }

    /** {@return the calls that were refused as wrong, and why} */
    public synchronized List<String> refused() {
        return List.copyOf(refused);
    }

    /**
     * Tells what was sent.
     *
     * @param method the method
     * @param pathEnd how the path ends
     * @return the bodies, in order
     */
    public List<String> bodies(String method, String pathEnd) {
        return server.requests().stream()
                .filter(request -> request.method().equals(method) && request.target().endsWith(pathEnd))
                .map(Request::body).toList();
    }

    /**
     * Makes the webhook of a comment, as Jira Cloud posts it.
     *
     * @param secret what {@code channels.jira.webhook_secret} is set to
     * @param issue the issue's id, such as {@code 10040}
     * @param id the comment's id
     * @param user who wrote
     * @param body what
     * @return the request, signed
     */
    public static TestWebhookRequest commented(String secret, String issue, String id, String user, String body) {
        String json = JsonValue.object().put("timestamp", 1_550_286_678_321L).put("webhookEvent", "comment_created")
                .put("comment", JsonValue.object().put("id", id).put("body", body)
                        .put("author", JsonValue.object().put("accountId", user).put("displayName", user).build())
                        .build())
                .put("issue", JsonValue.object().put("id", issue).put("key", "TES-" + issue)
                        .put("fields", JsonValue.object().put("summary", "s").build()).build())
                .build().toString();
        return TestWebhookRequest.post(json).withHeader("X-Hub-Signature",
                "sha256=" + Signatures.hmacSha256(secret, "", json.getBytes(StandardCharsets.UTF_8)));
    }

    private synchronized Reply answer(Request request) {
        if (cut) {
            lost++;
            return Reply.of(200, "{\"id\":\"1\"}").cutInTheMiddle();
        } else if (failure != null) {
            return failure;
        }
        boolean cloud = request.target().startsWith("/rest/api/3/");
        String wanted = cloud ? BASIC : "Bearer " + TOKEN;
        if (!request.headers().getOrDefault("authorization", "").equals(wanted)) {
            return Reply.of(401, "Client must be authenticated");
        }
        String path = request.target().replaceFirst("^/rest/api/[23]", "");
        if (path.equals("/myself")) {
            return Reply.of(200, cloud ? "{\"accountId\":\"me\",\"displayName\":\"Tele Coder\"}"
                    : "{\"key\":\"JIRAUSER1\",\"name\":\"telecoder\",\"displayName\":\"Tele Coder\"}");
        }
        Matcher issue = ISSUE.matcher(path);
        return issue.matches() ? issue(request, issue, cloud)
                : Reply.of(404, "{\"errorMessages\":[\"Issue does not exist\"]}");
    }

    private Reply issue(Request request, Matcher path, boolean cloud) {
        String what = request.method() + " " + (path.group(2) == null ? "" : path.group(2))
                + (path.group(4) == null ? "" : "?" + path.group(4));
        return switch (what) {
            case "POST /comment", "PUT /comment" -> comment(request, path.group(1), path.group(3), cloud);
            case "GET ?labels" -> Reply.of(200, "{\"fields\":{\"labels\":[\"" + label + "\"]}}");
            case "GET ?status" -> Reply.of(200, "{\"fields\":{\"status\":{\"statusCategory\":{\"key\":\"new\"}}}}");
            case "GET /transitions" -> Reply.of(200, "{\"transitions\":[{\"id\":\"11\",\"to\":{"
                    + "\"statusCategory\":{\"key\":\"done\"}}},{\"id\":\"21\",\"to\":{\"statusCategory\":{\"key\":"
                    + "\"indeterminate\"}}}]}");
            case "POST /transitions" -> JacksonJson.INSTANCE.parse(request.body()).get("transition").get("id").text()
                    .matches("11|21") ? Reply.of(204, "")
                            : refuse(what, "It is not on the appropriate screen, or unknown.");
            case "POST /attachments" -> request.headers().containsKey("x-atlassian-token")
                    ? Reply.of(200, "[{\"id\":\"55\"}]") : Reply.of(403, "XSRF check failed");
            default -> Reply.of(404, "{\"errorMessages\":[\"Issue does not exist\"]}");
        };
    }

    private Reply comment(Request request, String issue, @Nullable String id, boolean cloud) {
        if (!limits.isEmpty()) {
            return Reply.of(429, "{\"errorMessages\":[\"Rate limit exceeded.\"]}").withHeader("Retry-After",
                    String.valueOf(limits.removeFirst().toSeconds()));
        }
        JsonValue body = JacksonJson.INSTANCE.parse(request.body());
        Optional<String> wrong = cloud ? AdfBody.complaint(body)
                : body.get("body") instanceof JsonValue.JsonString && !body.get("body").text().isBlank()
                        ? Optional.empty() : Optional.of("no text");
        if (wrong.isPresent()) {
            return refuse("comment", wrong.get());
        }
        Comment before = id == null ? null : comments.get(id);
        if (id != null && before == null) {
            return Reply.of(404, "{\"errorMessages\":[\"Can not find a comment for the id: " + id + ".\"]}");
        }
        Comment made = new Comment(id == null ? String.valueOf(next++) : id, issue, body,
                before == null ? 0 : before.edits() + 1);
        comments.put(made.id(), made);
        return Reply.of(201, "{\"id\":\"" + made.id() + "\"}");
    }

    private Reply refuse(String what, String why) {
        refused.add(what + ": " + why);
        return Reply.of(400, JsonValue.object().put("errors", JsonValue.object().put("comment", why).build()).build()
                .toString());
    }

    @Override
    public void close() {
        server.close();
    }
}

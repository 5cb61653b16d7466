package dev.telecoder.testkit;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.channel.Signatures;
import dev.telecoder.testkit.LoopbackServer.Reply;
import dev.telecoder.testkit.LoopbackServer.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Linear's GraphQL on a port of loopback, for the fields that a channel needs, and the webhooks it posts. A comment's id is
 * taken once. It can ask to slow down, fail and cut connections. Safe for many threads.
 *
 * @since 1.0
 */
public final class FakeLinear implements AutoCloseable {

    /** The key it takes. */
    public static final String KEY = "lin_api_testkey";

    /** The user that the key belongs to. */
    public static final String USER = "me";

    private static final Pattern FIELD =
            Pattern.compile("^\\s*(?:query|mutation)\\s*(?:\\([^)]*\\))?\\s*\\{\\s*(\\w+)");

    /** What each field must be given, by its name in the variables. */
    private static final Map<String, Set<String>> NEEDED = Map.of("viewer", Set.of(), "issue", Set.of("id"),
            "commentCreate", Set.of("input.issueId", "input.body"), "commentUpdate", Set.of("id", "input.body"),
            "issueUpdate", Set.of("id", "input.stateId"),
            "attachmentCreate", Set.of("input.issueId", "input.title", "input.url"),
            "fileUpload", Set.of("contentType", "filename", "size"), "reactionCreate", Set.of("input.emoji"));

    private final LoopbackServer server = LoopbackServer.start();
    private final List<JsonValue> calls = new ArrayList<>();
    private final List<Comment> written = new ArrayList<>();
    private final List<String> files = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final List<Duration> limits = new ArrayList<>();
    private final Set<String> comments = new HashSet<>();
    private String label = "other";
    private boolean cut;
    private int lost;
    private @Nullable Reply failure;

    private FakeLinear() {}

    /** {@return a running one} */
    public static FakeLinear start() {
        FakeLinear started = new FakeLinear();
        started.server.answer(started::answer);
        return started;
    }

    /**
     * A comment that was written.
     *
     * @param id its id
     * @param issue the issue
     * @param body Markdown
     */
    public record Comment(String id, String issue, String body) {}

    /** {@return where it listens: what {@code channels.linear.api_url} is set to} */
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
     * Answers each request so from now on.
     *
     * @param status the status
     * @param body the body
     */
    public synchronized void fail(int status, String body) {
        failure = Reply.of(status, body).withHeader("Retry-After", "7");
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

    /**
     * Tells what was given to a field.
     *
     * @param field such as {@code commentCreate}
     * @return the variables of each call
     */
    public synchronized List<JsonValue> given(String field) {
        return calls.stream().filter(call -> call.get("query").text().contains(field))
                .map(call -> call.get("variables")).toList();
    }

    /** {@return the comments that were written, in order} */
    public synchronized List<Comment> comments() {
        return List.copyOf(written);
    }

    /** {@return the files that were uploaded, each with the header it was to have before it} */
    public synchronized List<String> files() {
        return List.copyOf(files);
    }

    /** {@return what was wrong with the calls that were refused} */
    public synchronized List<String> refused() {
        return List.copyOf(refused);
    }

    /**
     * Makes the webhook of a comment.
     *
     * @param secret what {@code channels.linear.webhook_secret} is set to
     * @param issue the issue
     * @param id the comment's id
     * @param user who wrote
     * @param body what
     * @param at when Linear sends it
     * @return the request, signed
     */
    public static TestWebhookRequest commented(String secret, String issue, String id, String user, String body,
            Instant at) {
        String json = JsonValue.object().put("type", "Comment").put("action", "create")
                .put("webhookTimestamp", at.toEpochMilli())
                .put("actor", JsonValue.object().put("id", user).put("name", user).build())
                .put("data", JsonValue.object().put("id", id).put("issueId", issue).put("userId", user)
                        .put("body", body).build())
                .build().toString();
        return TestWebhookRequest.post(json).withHeader("Linear-Signature",
                Signatures.hmacSha256(secret, "", json.getBytes(StandardCharsets.UTF_8)));
    }

    private synchronized Reply answer(Request request) {
        if (cut) {
            lost++;
            return Reply.of(200, "{\"data\":{}}").cutInTheMiddle();
        } else if (request.target().startsWith("/upload")) {
            files.add(request.headers().get("x-signed") + ":" + request.body());
            return Reply.of(200, "");
        } else if (failure != null) {
            return failure;
        } else if (!request.headers().getOrDefault("authorization", "").equals(KEY)) {
            return Reply.of(401, "{\"errors\":[{\"message\":\"Authentication required\",\"extensions\":"
                    + "{\"code\":\"AUTHENTICATION_ERROR\"}}]}");
        }
        JsonValue call = JacksonJson.INSTANCE.parse(request.body());
        calls.add(call);
        Matcher named = FIELD.matcher(call.get("query").text());
        String field = named.find() ? named.group(1) : "";
        JsonValue variables = call.get("variables");
        Optional<String> wrong = !NEEDED.containsKey(field) ? Optional.of("unknown field " + field)
                : NEEDED.get(field).stream().filter(name -> isMissing(variables, name)).sorted().findFirst()
                        .map(name -> field + " needs " + name);
        if (wrong.isPresent()) {
            refused.add(wrong.get());
            return Reply.of(400, JsonValue.object().put("errors",
                    List.of(JsonValue.object().put("message", wrong.get()).build())).build().toString());
        }
        return carryOut(field, variables);
    }

    private static boolean isMissing(JsonValue variables, String path) {
        JsonValue value = variables;
        for (String name : path.split("\\.")) {
            value = value.get(name);
        }
        return value.toString().matches("null|\"\"");
    }

    private Reply carryOut(String field, JsonValue variables) {
        String id = variables.get("input").get("id").text();
        if (field.equals("commentCreate")) {
            if (!limits.isEmpty()) {
                return Reply.of(400, "{\"errors\":[{\"message\":\"slow\",\"extensions\":{\"code\":\"RATELIMITED\"}}]}")
                        .withHeader("Retry-After", String.valueOf(limits.removeFirst().toSeconds()));
            } else if (!id.isEmpty() && !comments.add(id)) {
                return Reply.of(200, "{\"errors\":[{\"message\":\"Entity with id already exists\"}],\"data\":null}");
            }
            id = id.isEmpty() ? "c" + written.size() : id;
            written.add(new Comment(id, variables.get("input").get("issueId").text(),
                    variables.get("input").get("body").text()));
        }
        return Reply.of(200, "{\"data\":" + switch (field) {
            case "viewer" -> "{\"viewer\":{\"id\":\"" + USER
                    + "\",\"name\":\"Tele Coder\",\"displayName\":\"telecoder\"}}";
            case "issue" -> "{\"issue\":{\"id\":" + variables.get("id") + ",\"labels\":{\"nodes\":[{\"name\":\"" + label
                    + "\"}]},\"state\":{\"type\":\"unstarted\"},\"team\":{\"states\":{\"nodes\":["
                    + "{\"id\":\"s2\",\"position\":20.5},{\"id\":\"s1\",\"position\":3}]}}}}";
            case "commentCreate" ->
                    "{\"commentCreate\":{\"success\":true,\"comment\":{\"id\":\"" + id + "\"}}}";
            case "fileUpload" -> "{\"fileUpload\":{\"uploadFile\":{\"uploadUrl\":\"" + url()
                    + "/upload/1\",\"assetUrl\":\"https://uploads.linear.app/1\","
                    + "\"headers\":[{\"key\":\"x-signed\",\"value\":\"yes\"}]}}}";
            default -> "{\"" + field + "\":{\"success\":true}}";
        } + "}");
    }

    @Override
    public void close() {
        server.close();
    }
}

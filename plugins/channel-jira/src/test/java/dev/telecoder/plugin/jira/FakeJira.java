package dev.telecoder.plugin.jira;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.testkit.LoopbackServer;
import dev.telecoder.testkit.LoopbackServer.Reply;
import dev.telecoder.testkit.TestContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Jira's REST API for one issue; Cloud takes documents as comments, a server texts. */
final class FakeJira implements AutoCloseable {

    final LoopbackServer server = LoopbackServer.start();
    private volatile String label = "other";
    private volatile @Nullable Reply failure;

    FakeJira() {
        server.answer(this::answer);
    }

    String url() {
        return server.url().toString();
    }

    void labels(String name) {
        label = name;
    }

    void fail(int status) {
        failure = Reply.of(status, "{\"errorMessages\":[\"no\"]}").withHeader("Retry-After", "7");
    }

    List<String> bodies(String method, String pathEnd) {
        return server.requests().stream()
                .filter(request -> request.method().equals(method) && request.target().endsWith(pathEnd))
                .map(LoopbackServer.Request::body).toList();
    }

    private Reply answer(LoopbackServer.Request request) {
        Reply broken = failure;
        if (broken != null) {
            return broken;
        }
        boolean cloud = request.target().startsWith("/rest/api/3/");
        String wanted = cloud ? "Basic dEBlLm9yZzp0b2tlbi0x" : "Bearer token-1";
        if (!request.headers().getOrDefault("authorization", "").equals(wanted)) {
            return Reply.of(401, "Client must be authenticated");
        }
        String call = request.method() + " " + request.target().replaceFirst("^/rest/api/[23]", "");
        return switch (call) {
            case "GET /myself" -> Reply.of(200, cloud ? "{\"accountId\":\"me\",\"displayName\":\"Tele Coder\"}"
                    : "{\"key\":\"JIRAUSER1\",\"name\":\"telecoder\",\"displayName\":\"Tele Coder\"}");
            case "POST /issue/10040/comment", "PUT /issue/10040/comment/7" -> comment(request.body(), cloud);
            case "GET /issue/10013?fields=labels", "GET /issue/10040?fields=labels" ->
                    Reply.of(200, "{\"fields\":{\"labels\":[\"" + label + "\"]}}");
            case "GET /issue/10040?fields=status" ->
                    Reply.of(200, "{\"fields\":{\"status\":{\"statusCategory\":{\"key\":\"new\"}}}}");
            case "GET /issue/10040/transitions" -> Reply.of(200, "{\"transitions\":[{\"id\":\"11\",\"to\":{"
                    + "\"statusCategory\":{\"key\":\"done\"}}},{\"id\":\"21\",\"to\":{\"statusCategory\":{\"key\":"
                    + "\"indeterminate\"}}}]}");
            case "POST /issue/10040/transitions" -> Reply.of(204, "");
            case "POST /issue/10040/attachments" -> request.headers().containsKey("x-atlassian-token")
                    ? Reply.of(200, "[{\"id\":\"55\"}]") : Reply.of(403, "XSRF check failed");
            default -> Reply.of(404, "{\"errorMessages\":[\"Issue does not exist\"]}");
        };
    }

    private static Reply comment(String body, boolean cloud) {
        JsonValue read = TestContext.with().json().parse(body);
        boolean right = cloud ? AdfCheck.complaint(read).isEmpty() : read.get("body") instanceof JsonValue.JsonString;
        return right ? Reply.of(201, "{\"id\":\"7\"}")
                : Reply.of(400, "{\"errors\":{\"comment\":\"Comment body is not valid!\"}}");
    }

    @Override
    public void close() {
        server.close();
    }
}

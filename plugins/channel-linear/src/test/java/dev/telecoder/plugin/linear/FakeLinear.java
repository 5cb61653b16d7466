package dev.telecoder.plugin.linear;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.testkit.LoopbackServer;
import dev.telecoder.testkit.LoopbackServer.Reply;
import dev.telecoder.testkit.TestContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Linear's GraphQL for one issue; it knows the plugin's queries and no others. */
final class FakeLinear implements AutoCloseable {

    static final String KEY = "lin_api_testkey";

    private final LoopbackServer server = LoopbackServer.start();
    private final List<JsonValue> calls = new ArrayList<>();
    private final List<String> files = new ArrayList<>();
    private final Set<String> comments = new HashSet<>();
    private volatile String label = "other";
    private volatile @Nullable Reply failure;

    FakeLinear() {
        server.answer(this::answer);
    }

    String url() {
        return server.url().toString();
    }

    void labels(String name) {
        label = name;
    }

    void fail(int status, String body) {
        failure = Reply.of(status, body).withHeader("Retry-After", "7");
    }

    /** What was given to mutations with this word in them. */
    synchronized List<JsonValue> given(String mutation) {
        return calls.stream().filter(call -> call.get("query").text().contains(mutation))
                .map(call -> call.get("variables")).toList();
    }

    synchronized List<String> files() {
        return List.copyOf(files);
    }

    private synchronized Reply answer(LoopbackServer.Request request) {
        if (request.target().startsWith("/upload")) {
            files.add(request.headers().get("x-signed") + ":" + request.body());
            return Reply.of(200, "");
        }
        Reply broken = failure;
        if (broken != null) {
            return broken;
        }
        if (!request.headers().getOrDefault("authorization", "").equals(KEY)) {
            return Reply.of(401, "{\"errors\":[{\"message\":\"Authentication required\",\"extensions\":"
                    + "{\"code\":\"AUTHENTICATION_ERROR\"}}]}");
        }
        JsonValue call = TestContext.with().json().parse(request.body());
        String query = call.get("query").text();
        calls.add(call);
        if (!LinearApi.ALL.contains(query)) {
            return Reply.of(400, "{\"errors\":[{\"message\":\"unknown\"}]}");
        }
        String id = call.get("variables").get("input").get("id").text();
        if (query.equals(LinearApi.SAY) && !id.isEmpty() && !comments.add(id)) {
            return Reply.of(200, "{\"errors\":[{\"message\":\"Entity with id already exists\"}],\"data\":null}");
        }
        return Reply.of(200, "{\"data\":" + data(query, id) + "}");
    }

    private String data(String query, String id) {
        if (query.equals(LinearApi.VIEWER)) {
            return "{\"viewer\":{\"id\":\"me\",\"name\":\"Tele Coder\",\"displayName\":\"telecoder\"}}";
        } else if (query.equals(LinearApi.ISSUE)) {
            return "{\"issue\":{\"id\":\"i1\",\"labels\":{\"nodes\":[{\"name\":\"" + label
                    + "\"}]},\"state\":{\"type\":"
                    + "\"unstarted\"},\"team\":{\"states\":{\"nodes\":[{\"id\":\"s2\",\"position\":20.5},{\"id\":\"s1\","
                    + "\"position\":3}]}}}}";
        } else if (query.equals(LinearApi.SAY)) {
            return "{\"commentCreate\":{\"success\":true,\"comment\":{\"id\":\"" + (id.isEmpty() ? "c9" : id) + "\"}}}";
        } else if (query.equals(LinearApi.PLACE)) {
            return "{\"fileUpload\":{\"uploadFile\":{\"uploadUrl\":\"" + url() + "/upload/1\",\"assetUrl\":"
                    + "\"https://uploads.linear.app/1\",\"headers\":[{\"key\":\"x-signed\",\"value\":\"yes\"}]}}}";
        }
        return "{\"done\":{\"success\":true}}";
    }

    @Override
    public void close() {
        server.close();
    }
}

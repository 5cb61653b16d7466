package dev.telecoder.checks.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;

/**
 * A model over HTTP that knows what to do with some tasks by heart: it mends one, says of one that it is done, mends the test
 * in place of the code in one, and extends one. What it says follows from the request alone.
 */
final class ScriptedCoder implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;

    ScriptedCoder() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            JsonNode messages = JSON.readTree(body).get("messages");
            int done = 0;
            String task = "";
            for (JsonNode message : messages) {
                done += message.get("role").asText().equals("tool") ? 1 : 0;
                task += message.get("role").asText().equals("user") ? message.get("content").toString() : "";
            }
            List<ObjectNode> steps = steps(task);
            ObjectNode delta = JSON.createObjectNode().put("role", "assistant");
            boolean calls = done < steps.size();
            if (calls) {
                ObjectNode step = steps.get(done);
                String name = step.has("edits") ? "code_edit" : "git_commit";
                delta.putArray("tool_calls").addObject().put("index", 0).put("id", "call-" + done)
                        .put("type", "function").putObject("function").put("name", name)
                        .put("arguments", step.toString());
            } else {
                delta.put("content", "All done, every test passes and the branch is pushed.");
            }
            ObjectNode chunk = JSON.createObjectNode().put("id", "c").put("object", "chat.completion.chunk");
            chunk.putArray("choices").addObject().put("index", 0).put("finish_reason", calls ? "tool_calls" : "stop")
                    .set("delta", delta);
            chunk.putObject("usage").put("prompt_tokens", body.length / 4).put("completion_tokens", 20);
            byte[] said = ("data: " + chunk + "\n\ndata: [DONE]\n\n").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, said.length);
            exchange.getResponseBody().write(said);
        }
    }

    private static List<ObjectNode> steps(String task) {
        if (task.contains("red on main")) {
            return List.of(edit("shop/Bill.java", "i <= leftOver", "i < leftOver"), push("bill"));
        } else if (task.contains("csv export")) {
            return List.of(edit("tests/test_tinycsv.py", "import unittest\n", "import unittest  # none fails now\n"),
                    push("csv"));
        } else if (task.contains("dialect TAB")) {
            return List.of(edit("tinycsv/dialect.py", """
                    SEMICOLON = Dialect(delimiter=";")
                    """, """
                    SEMICOLON = Dialect(delimiter=";")
                    TAB = Dialect(delimiter="\\t")
                    """), edit("tinycsv/dialect.py", "    return SEMICOLON if",
                    "    if line.count(\"\\t\") > line.count(\",\") + line.count(\";\"):\n        return TAB\n"
                            + "    return SEMICOLON if"),
                    push("tab"));
        }
        return List.of();
    }

    private static ObjectNode edit(String path, String old, String now) {
        ObjectNode edit = JSON.createObjectNode();
        edit.putArray("edits").addObject().put("path", path).put("old", old).put("new", now);
        return edit;
    }

    private static ObjectNode push(String name) {
        return JSON.createObjectNode().put("message", "Change " + name).put("branch", "telecoder/" + name)
                .put("push", true);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

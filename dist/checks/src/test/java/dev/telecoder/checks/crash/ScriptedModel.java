package dev.telecoder.checks.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A model on loopback that speaks Chat Completions; what it says follows from nothing but the request. */
public final class ScriptedModel implements AutoCloseable {

    private static final Pattern PIECE = Pattern.compile(".{1,24}", Pattern.DOTALL);

    private final HttpServer server;
    private final Function<Asked, Said> script;

    private ScriptedModel(HttpServer server, Function<Asked, Said> script) {
        this.server = server;
        this.script = script;
    }

    public static ScriptedModel start(Function<Asked, Said> script) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        var model = new ScriptedModel(server, script);
        server.createContext("/", model::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return model;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** A request, as far as scripts look at it. */
    public record Asked(List<String> user, int results, List<String> tools, String all) {

        static Asked of(JsonNode request) {
            List<String> user = new ArrayList<>();
            int results = 0;
            for (JsonNode message : request.get("messages")) {
                JsonNode content = message.path("content");
                String text =
                        content.isTextual() ? content.asText() : String.join("", content.findValuesAsText("text"));
                switch (message.path("role").asText()) {
                    case "user" -> user.add(text);
                    case "tool" -> results++;
                    default -> {
                    }
                }
            }
            List<String> tools = new ArrayList<>();
            request.path("tools").forEach(tool -> tools.add(tool.path("function").path("name").asText()));
            return new Asked(List.copyOf(user), results, List.copyOf(tools), request.get("messages").toString());
        }
    }

    /** An answer: words, or the call of a skill; or nothing, for as long as the caller waits. */
    public record Said(String text, String skill, String input, int pauseMillis, boolean hangs) {

        public static Said text(String text) {
            return new Said(text, "", "", 0, false);
        }

        public static Said slowly(String text, int pauseMillis) {
            return new Said(text, "", "", pauseMillis, false);
        }

        public static Said call(String skill, String input) {
            return new Said("", skill, input, 0, false);
        }

        public static Said nothing() {
            return new Said("", "", "", 0, true);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request = HostProcess.JSON.readTree(exchange.getRequestBody());
            if (!exchange.getRequestURI().getPath().endsWith("/chat/completions")) {
                byte[] models = "{\"data\":[{\"id\":\"pattern-1\"}]}".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, models.length);
                exchange.getResponseBody().write(models);
                return;
            }
            Asked asked = Asked.of(request);
            Said said = script.apply(asked);
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            if (said.hangs()) {
                exchange.getResponseBody().flush();
                pause(60_000);
                return;
            }
            stream(exchange.getResponseBody(), asked, said);
        }
    }

    private static void stream(OutputStream out, Asked asked, Said said) throws IOException {
        if (said.skill().isEmpty()) {
            Matcher piece = PIECE.matcher(said.text());
            while (piece.find()) {
                send(out, HostProcess.JSON.createObjectNode().put("content", piece.group()), null);
                pause(said.pauseMillis());
            }
            send(out, HostProcess.JSON.createObjectNode(), "stop");
        } else {
            send(out, toolCall(asked, said), null);
            send(out, HostProcess.JSON.createObjectNode(), "tool_calls");
        }
        out.write(("data: {\"id\":\"c\",\"choices\":[],\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":10}}\n\n"
                + "data: [DONE]\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** By its own name if it is among the tools, else through the host's tool that runs any skill. */
    private static ObjectNode toolCall(Asked asked, Said said) throws IOException {
        String wire = said.skill().replace('.', '_');
        boolean offered = asked.tools().contains(wire);
        ObjectNode wrapped = HostProcess.JSON.createObjectNode().put("name", said.skill());
        wrapped.set("input", HostProcess.JSON.readTree(said.input()));
        ObjectNode delta = HostProcess.JSON.createObjectNode().put("role", "assistant");
        ObjectNode call = delta.putArray("tool_calls").addObject().put("index", 0)
                .put("id", "call_" + asked.user().size() + "_" + asked.results()).put("type", "function");
        call.putObject("function").put("name", offered ? wire : "skills_call")
                .put("arguments", offered ? said.input() : wrapped.toString());
        return delta;
    }

    private static void send(OutputStream out, ObjectNode delta, String finish) throws IOException {
        ObjectNode chunk = HostProcess.JSON.createObjectNode().put("id", "c").put("object", "chat.completion.chunk")
                .put("model", "pattern-1");
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0).put("finish_reason", finish);
        choice.set("delta", delta);
        out.write(("data: " + chunk + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static void pause(int millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

package dev.telecoder.platform.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A model behind OpenAI's Chat Completions on loopback, whose words are {@link DemoScript}'s. Any number of requests at once. */
final class DemoModel implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final DemoScript script;
    private final Json json;
    private final int pause;

    /**
     * Begins to serve.
     *
     * @param script what it says
     * @param json reads requests
     * @param pause how many milliseconds it takes for a word
     */
    DemoModel(DemoScript script, Json json, int pause) throws IOException {
        this.script = script;
        this.json = json;
        this.pause = pause;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** {@return what to set as {@code llm.base_url}} */
    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().endsWith("/chat/completions")) {
                send(exchange, 404, JsonValue.object().put("error",
                        JsonValue.object().put("message", "Only /v1/chat/completions is here.").build()).build());
                return;
            }
            JsonValue request =
                    json.parse(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            DemoScript.Reply reply = script.reply(request);
            int tokens = request.toString().length() / 4;
            if (request.get("stream").asBoolean(false)) {
                stream(exchange, reply, tokens);
            } else {
                send(exchange, 200, whole(reply, tokens));
            }
        } catch (PluginException e) {
            send(exchange, 400, JsonValue.object().put("error",
                    JsonValue.object().put("message", e.getMessage()).build()).build());
        }
    }

    private void stream(HttpExchange exchange, DemoScript.Reply reply, int tokens) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            chunk(out, JsonValue.object().put("role", "assistant").put("content", "").build(), null);
            for (String word : reply.text().split("(?<= )")) {
                if (!word.isEmpty()) {
                    chunk(out, JsonValue.object().put("content", word).build(), null);
                    rest();
                }
            }
            if (!reply.tool().isEmpty()) {
                chunk(out, JsonValue.object().put("tool_calls", JsonValue.array(List.of(call(reply)))).build(), null);
            }
            chunk(out, JsonValue.object().build(), reply.tool().isEmpty() ? "stop" : "tool_calls");
            data(out, frame(JsonValue.array(List.of())).put("usage", usage(reply, tokens)).build().toString());
            data(out, "[DONE]");
        }
    }

    private void rest() {
        if (pause > 0) {
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void chunk(OutputStream out, JsonValue delta, @org.jspecify.annotations.Nullable String reason)
            throws IOException {
        JsonValue choice = JsonValue.object().put("index", 0).put("delta", delta).put("finish_reason", reason).build();
        data(out, frame(JsonValue.array(List.of(choice))).build().toString());
    }

    private static JsonValue.ObjectBuilder frame(JsonValue choices) {
        return JsonValue.object().put("id", "chatcmpl-demo").put("object", "chat.completion.chunk").put("created", 0)
                .put("model", "scripted").put("choices", choices);
    }

    private static void data(OutputStream out, String text) throws IOException {
        out.write(("data: " + text + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static JsonValue whole(DemoScript.Reply reply, int tokens) {
        JsonValue.ObjectBuilder message = JsonValue.object().put("role", "assistant").put("content", reply.text());
        if (!reply.tool().isEmpty()) {
            message.put("tool_calls", JsonValue.array(List.of(call(reply))));
        }
        JsonValue choice = JsonValue.object().put("index", 0).put("message", message.build())
                .put("finish_reason", reply.tool().isEmpty() ? "stop" : "tool_calls").build();
        return JsonValue.object().put("id", "chatcmpl-demo").put("object", "chat.completion").put("created", 0)
                .put("model", "scripted").put("choices", JsonValue.array(List.of(choice)))
                .put("usage", usage(reply, tokens)).build();
    }

    /** The id is made of the call, so that the same request gets the same answer. */
    private static JsonValue call(DemoScript.Reply reply) {
        return JsonValue.object().put("index", 0)
                .put("id", "call_" + Integer.toHexString((reply.tool() + reply.arguments() + reply.text()).hashCode()))
                .put("type", "function").put("function", JsonValue.object().put("name", reply.tool())
                        .put("arguments", reply.arguments().toString()).build())
                .build();
    }

    private static JsonValue usage(DemoScript.Reply reply, int tokens) {
        int said = (reply.text().length() + reply.arguments().toString().length()) / 4;
        return JsonValue.object().put("prompt_tokens", tokens).put("completion_tokens", said)
                .put("total_tokens", tokens + said).build();
    }

    private static void send(HttpExchange exchange, int status, JsonValue body) throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}

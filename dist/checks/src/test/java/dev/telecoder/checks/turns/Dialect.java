package dev.telecoder.checks.turns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telecoder.api.http.Http;
import dev.telecoder.api.llm.LlmProvider;
import dev.telecoder.plugin.anthropic.AnthropicProvider;
import dev.telecoder.plugin.gemini.GeminiProvider;
import dev.telecoder.plugin.ollama.OllamaProvider;
import dev.telecoder.plugin.openai.OpenAiProvider;
import dev.telecoder.testkit.LoopbackServer.Reply;
import dev.telecoder.testkit.TestContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A protocol that models are spoken to in: its plugin, the streams of its service, and what that refuses. */
enum Dialect {

    ANTHROPIC("anthropic", "sse", "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
            + "\"message\":\"Overloaded\"}}\n\n"),
    OPENAI_CHAT("openai-chat", "sse", "data: {\"error\":{\"message\":\"The server had an error\",\"type\":"
            + "\"server_error\",\"code\":null}}\n\n"),
    OPENAI_RESPONSES("openai-responses", "sse", "event: error\ndata: {\"type\":\"error\",\"code\":\"server_error\","
            + "\"message\":\"The server had an error\"}\n\n"),
    GEMINI("gemini", "sse", "data: {\"error\":{\"code\":503,\"message\":\"The model is overloaded.\",\"status\":"
            + "\"UNAVAILABLE\"}}\r\n\r\n"),
    OLLAMA("ollama", "ndjson", "{\"error\":\"an error was encountered while running the model\"}\n");

    /** What the model says when both calls are done. */
    static final String ANSWER = "Counted two 🦞 times, and that is all.";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String word;
    private final String ending;
    private final String error;

    Dialect(String word, String ending, String error) {
        this.word = word;
        this.ending = ending;
        this.error = error;
    }

    /** What the service sends in the middle of a stream when it gives up. */
    String error() {
        return "\n\n" + error;
    }

    /** What the service says to an image that its model does not take. */
    Reply refusedImage() {
        return switch (this) {
            case ANTHROPIC ->
                    Reply.of(400, "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":"
                            + "\"Could not process image\"}}");
            case OPENAI_CHAT -> Reply.of(404, "{\"error\":{\"message\":\"No endpoints found that support image input\","
                    + "\"code\":404}}");
            case OPENAI_RESPONSES -> Reply.of(400, "{\"error\":{\"message\":\"Invalid content type.\",\"type\":"
                    + "\"invalid_request_error\",\"code\":null}}");
            case GEMINI -> Reply.of(400, "{\"error\":{\"code\":400,\"message\":\"Image input modality is not enabled\","
                    + "\"status\":\"INVALID_ARGUMENT\"}}");
            case OLLAMA -> Reply.of(500, "{\"error\":\"this model is missing data required for image input\"}");
        };
    }

    LlmProvider provider(URI url, Http http) {
        return switch (this) {
            case ANTHROPIC -> new AnthropicProvider(context(url, http));
            case OPENAI_CHAT -> new OpenAiProvider(context(url, http));
            case OPENAI_RESPONSES -> new OpenAiProvider(TestContext.with("base_url", url, "api_key", "none", "openai",
                    Map.of("api", "responses")).withHttp(http));
            case GEMINI -> new GeminiProvider(context(url, http));
            case OLLAMA -> new OllamaProvider(context(url, http));
        };
    }

    private static TestContext context(URI url, Http http) {
        return TestContext.with("base_url", url, "api_key", "none").withHttp(http);
    }

    /** A stream with a thought, words, and two calls of {@code count.up}. */
    Reply calls() {
        return stream("calls");
    }

    /** A stream that says {@link #ANSWER}. */
    Reply answer() {
        return stream("answer");
    }

    private Reply stream(String what) {
        String name = "/turns/" + word + "." + what + "." + ending;
        try (InputStream in = Dialect.class.getResourceAsStream(name)) {
            String body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Reply.events(body).withHeader("content-type",
                    this == OLLAMA ? "application/x-ndjson" : "text/event-stream");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the service would refuse: calls without results, results of no call, a role that comes twice. */
    List<String> complaints(String body) throws IOException {
        JsonNode root = JSON.readTree(body);
        List<String> wrong = new ArrayList<>();
        List<String> open = new ArrayList<>();
        String before = "";
        String history = this == GEMINI ? "contents" : this == OPENAI_RESPONSES ? "input" : "messages";
        for (JsonNode message : root.path(history)) {
            List<String> calls = new ArrayList<>();
            List<String> results = new ArrayList<>();
            parts(message, calls, results);
            boolean single = results.size() == 1 && this != ANTHROPIC && this != GEMINI;
            for (String result : results) {
                if (!open.remove(result)) {
                    wrong.add("a result of no call: " + result);
                }
            }
            String role = message.path("role").asText();
            if (this == OPENAI_RESPONSES && !calls.isEmpty()) {
                open.addAll(calls);
                continue;
            }
            if (!single && !open.isEmpty() && !message.path("type").asText().equals("reasoning")) {
                wrong.add("no result of " + open);
            }
            if (!single && !role.isEmpty() && role.equals(before) && this != OPENAI_RESPONSES) {
                wrong.add("two messages of " + role);
            }
            before = role;
            for (String call : calls) {
                if (open.contains(call) && this != GEMINI && this != OLLAMA) {
                    wrong.add("the same call twice: " + call);
                }
                open.add(call);
            }
        }
        if (!open.isEmpty()) {
            wrong.add("no result of " + open + " at the end");
        }
        return wrong;
    }

    /** Gemini and Ollama know calls by their names alone. */
    private void parts(JsonNode message, List<String> calls, List<String> results) {
        switch (this) {
            case ANTHROPIC -> message.path("content").forEach(block -> {
                switch (block.path("type").asText()) {
                    case "tool_use" -> calls.add(block.path("id").asText());
                    case "tool_result" -> results.add(block.path("tool_use_id").asText());
                    default -> {
                    }
                }
            });
            case OPENAI_CHAT -> {
                message.path("tool_calls").forEach(call -> calls.add(call.path("id").asText()));
                if (message.path("role").asText().equals("tool")) {
                    results.add(message.path("tool_call_id").asText());
                }
            }
            case OPENAI_RESPONSES -> {
                switch (message.path("type").asText()) {
                    case "function_call" -> calls.add(message.path("call_id").asText());
                    case "function_call_output" -> results.add(message.path("call_id").asText());
                    default -> {
                    }
                }
            }
            case GEMINI -> message.path("parts").forEach(part -> {
                if (part.has("functionCall")) {
                    calls.add(part.path("functionCall").path("name").asText());
                } else if (part.has("functionResponse")) {
                    results.add(part.path("functionResponse").path("name").asText());
                }
            });
            case OLLAMA -> {
                message.path("tool_calls").forEach(call -> calls.add(call.path("function").path("name").asText()));
                if (message.path("role").asText().equals("tool")) {
                    results.add(message.path("tool_name").asText());
                }
            }
        }
    }
}

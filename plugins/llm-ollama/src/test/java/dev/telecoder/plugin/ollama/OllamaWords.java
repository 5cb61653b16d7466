package dev.telecoder.plugin.ollama;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.api.llm.LlmResponse.Stop;
import dev.telecoder.testkit.LlmProviderContract;
import dev.telecoder.testkit.LoopbackServer.Reply;
import dev.telecoder.testkit.TestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server that speaks Ollama's native API. */
final class OllamaWords implements LlmProviderContract.Service {

    @Override
    public Reply answer(LlmResponse response) {
        StringBuilder out = new StringBuilder();
        for (Content piece : response.message().content()) {
            switch (piece) {
                case Content.Text text -> {
                    for (String word : text.text().split("(?<= )")) {
                        out.append(line(JsonValue.object().put("content", word)));
                    }
                }
                case Content.Reasoning thought ->
                        out.append(line(JsonValue.object().put("content", "").put("thinking", thought.text())));
                case Content.ToolCall call -> out.append(line(JsonValue.object().put("content", "").put("tool_calls",
                        List.of(JsonValue.object().put("function", JsonValue.object().put("name", call.tool())
                                .put("arguments", arguments(call.argumentsJson())).build()).build()))));
                default -> throw new IllegalArgumentException("A model does not say " + piece);
            }
        }
        out.append(JsonValue.object().put("model", "m").put("message",
                JsonValue.object().put("role", "assistant").put("content", "").build()).put("done", true)
                .put("done_reason", response.stop() == Stop.MAX_TOKENS ? "length" : "stop")
                .put("prompt_eval_count", response.usage().input()).put("eval_count", response.usage().output())
                .build()).append('\n');
        return Reply.of(200, out.toString()).withHeader("content-type", "application/x-ndjson");
    }

    private static String line(JsonValue.ObjectBuilder message) {
        return JsonValue.object().put("model", "m").put("message", message.put("role", "assistant").build())
                .put("done", false).build() + "\n";
    }

    /** Broken arguments cannot be said as an object. */
    private static JsonValue arguments(String json) {
        try {
            return TestContext.with().json().parse(json);
        } catch (RuntimeException broken) {
            return JsonValue.of(json);
        }
    }

    @Override
    public Reply failure(int status, String message) {
        return Reply.of(status, JsonValue.object().put("error", message).build().toString());
    }

    @Override
    public Reply tooLong() {
        return Reply.of(400, "{\"error\":\"the input length exceeds the context length\"}");
    }

    @Override
    public Optional<String> complaint(JsonValue body) {
        List<String> wrong = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (JsonValue message : body.get("messages").items()) {
            String role = message.get("role").text();
            if (!(message.get("content") instanceof JsonValue.JsonString)) {
                wrong.add("content is no text");
            }
            if (role.equals("tool")) {
                if (open.isEmpty() || !open.removeFirst().equals(message.get("tool_name").text())) {
                    wrong.add("a result without its call: " + message);
                }
                continue;
            }
            if (!open.isEmpty()) {
                wrong.add("calls without results: " + open);
            }
            for (JsonValue call : message.get("tool_calls").items()) {
                open.add(call.get("function").get("name").text());
                if (!(call.get("function").get("arguments") instanceof JsonValue.JsonObject)) {
                    wrong.add("cannot unmarshal arguments into an object");
                }
            }
        }
        return wrong.isEmpty() && open.isEmpty() ? Optional.empty() : Optional.of(wrong + " " + open);
    }

    /** The address may hold a password. */
    @Override
    public Map<String, String> environment(String apiKey) {
        return Map.of("OLLAMA_HOST", "http://me:" + apiKey + "@192.0.2.7:11434");
    }
}

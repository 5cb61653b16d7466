package dev.telecoder.plugin.openai;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.testkit.LlmProviderContract;
import dev.telecoder.testkit.LoopbackServer.Reply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A service that speaks Chat Completions, as strict as OpenAI about calls and their results. */
record ChatCompletionsWords(String keyVariable, boolean takesImages) implements LlmProviderContract.Service {

    @Override
    public Reply answer(LlmResponse response) {
        StringBuilder out = new StringBuilder(chunk(delta("role", "assistant"), null));
        int index = 0;
        boolean calls = false;
        for (Content piece : response.message().content()) {
            switch (piece) {
                case Content.Text text -> {
                    for (String word : text.text().split("(?<= )")) {
                        out.append(chunk(delta("content", word), null));
                    }
                }
                case Content.Reasoning thought -> out.append(chunk(delta("reasoning_content", thought.text()), null));
                case Content.ToolCall call -> {
                    calls = true;
                    String json = call.argumentsJson();
                    out.append(chunk(call(index, call.id(), call.tool(), ""), null));
                    out.append(chunk(call(index, null, null, json.substring(0, json.length() / 2)), null));
                    out.append(chunk(call(index, null, null, json.substring(json.length() / 2)), null));
                    index++;
                }
                default -> throw new IllegalArgumentException("A model does not say " + piece);
            }
        }
        out.append(chunk(JsonValue.object().build(), calls ? "tool_calls" : "stop"));
        LlmResponse.Usage usage = response.usage();
        out.append("data: ").append(JsonValue.object().put("object", "chat.completion.chunk").put("choices", List.of())
                .put("usage", JsonValue.object().put("prompt_tokens", usage.input() + usage.cachedInput())
                        .put("completion_tokens", usage.output())
                        .put("completion_tokens_details",
                                JsonValue.object().put("reasoning_tokens", usage.reasoning()).build())
                        .put("prompt_tokens_details",
                                JsonValue.object().put("cached_tokens", usage.cachedInput()).build())
                        .build())
                .build()).append("\n\ndata: [DONE]\n\n");
        return Reply.events(out.toString());
    }

    private static JsonValue delta(String name, String value) {
        return JsonValue.object().put(name, value).build();
    }

    private static JsonValue call(int index, @Nullable String id,
            @Nullable String name, String arguments) {
        JsonValue function = JsonValue.object().putIfPresent("name", name).put("arguments", arguments).build();
        JsonValue.ObjectBuilder call = JsonValue.object().put("index", index).putIfPresent("id", id);
        return JsonValue.object().put("tool_calls", List.of(call.put("function", function).build())).build();
    }

    private static String chunk(JsonValue delta, @Nullable String finish) {
        JsonValue choice = JsonValue.object().put("index", 0).put("delta", delta).put("finish_reason", finish).build();
        return "data: " + JsonValue.object().put("object", "chat.completion.chunk").put("choices", List.of(choice))
                .build()
                + "\n\n";
    }

    @Override
    public Reply failure(int status, String message) {
        return Reply.of(status, JsonValue.object().put("error", JsonValue.object().put("message", message)
                .put("type", "some_error").put("code", null).build()).build().toString());
    }

    @Override
    public Reply tooLong() {
        return Reply.of(400, """
                {"error": {"message": "This model's maximum context length is 128000 tokens. However, your messages resulted \
                in 200000 tokens. Please reduce the length of the messages.", "type": "invalid_request_error",
                "param": "messages", "code": "context_length_exceeded"}}""");
    }

    @Override
    public Optional<String> complaint(JsonValue body) {
        if (!body.get("stream").asBoolean(false)) {
            return Optional.of("stream is not true");
        }
        Set<String> open = new HashSet<>();
        List<String> wrong = new ArrayList<>();
        for (JsonValue message : body.get("messages").items()) {
            String role = message.get("role").text();
            if (role.equals("tool")) {
                if (!open.remove(message.get("tool_call_id").text())) {
                    wrong.add("messages with role 'tool' must be a response to a preceding message with 'tool_calls'");
                }
                continue;
            }
            if (!open.isEmpty()) {
                wrong.add("an assistant message with 'tool_calls' must be followed by tool messages: " + open);
            }
            message.get("tool_calls").items().forEach(call -> open.add(call.get("id").text()));
            if (role.equals("assistant") && message.get("content").isNull() && open.isEmpty()) {
                wrong.add("an assistant message without content needs tool_calls");
            }
        }
        return wrong.isEmpty() && open.isEmpty() ? Optional.empty() : Optional.of(wrong + " " + open);
    }

    @Override
    public Map<String, String> environment(String apiKey) {
        return Map.of(keyVariable, apiKey);
    }

    @Override
    public LlmResponse.Usage told(LlmResponse.Usage all) {
        return LlmResponse.Usage.of(all.input(), all.output()).withCachedInput(all.cachedInput())
                .withReasoning(all.reasoning());
    }
}

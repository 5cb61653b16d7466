package dev.telecoder.plugin.anthropic;

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

/** A service that speaks Messages, as strict as Anthropic about blocks, ids, calls and their results. */
final class MessagesWords implements LlmProviderContract.Service {

    @Override
    public Reply answer(LlmResponse response) {
        LlmResponse.Usage usage = response.usage();
        StringBuilder out = new StringBuilder(event("message_start", JsonValue.object().put("message",
                JsonValue.object().put("type", "message").put("role", "assistant").put("content", List.of())
                        .put("usage", JsonValue.object().put("input_tokens", usage.input()).put("output_tokens", 1)
                                .put("cache_creation_input_tokens", usage.cacheWrite())
                                .put("cache_read_input_tokens", usage.cachedInput()).build())
                        .build())));
        out.append(event("ping", JsonValue.object()));
        boolean calls = false;
        int index = 0;
        for (Content piece : response.message().content()) {
            switch (piece) {
                case Content.Text text -> {
                    out.append(start(index, JsonValue.object().put("type", "text").put("text", "").build()));
                    for (String word : text.text().split("(?<= )")) {
                        out.append(delta(index, "text_delta", "text", word));
                    }
                }
                case Content.Reasoning thought -> {
                    out.append(start(index, JsonValue.object().put("type", "thinking").put("thinking", "")
                            .put("signature", "").build()));
                    out.append(delta(index, "thinking_delta", "thinking", thought.text()));
                    out.append(delta(index, "signature_delta", "signature", thought.signature()));
                }
                case Content.ToolCall call -> {
                    calls = true;
                    String json = call.argumentsJson();
                    out.append(start(index, JsonValue.object().put("type", "tool_use").put("id", call.id())
                            .put("name", call.tool()).put("input", Map.of()).build()));
                    out.append(delta(index, "input_json_delta", "partial_json", json.substring(0, json.length() / 2)));
                    out.append(delta(index, "input_json_delta", "partial_json", json.substring(json.length() / 2)));
                }
                default -> throw new IllegalArgumentException("The contract does not say " + piece);
            }
            out.append(event("content_block_stop", JsonValue.object().put("index", index++)));
        }
        out.append(event("message_delta", JsonValue.object().put("delta",
                JsonValue.object().put("stop_reason", calls ? "tool_use" : "end_turn").build())
                .put("usage", JsonValue.object().put("output_tokens", usage.output()).build())));
        return Reply.events(out.append(event("message_stop", JsonValue.object())).toString());
    }

    private static String start(int index, JsonValue block) {
        return event("content_block_start", JsonValue.object().put("index", index).put("content_block", block));
    }

    private static String delta(int index, String type, String name, String value) {
        return event("content_block_delta", JsonValue.object().put("index", index)
                .put("delta", JsonValue.object().put("type", type).put(name, value).build()));
    }

    private static String event(String type, JsonValue.ObjectBuilder data) {
        return "event: " + type + "\ndata: " + data.put("type", type).build() + "\n\n";
    }

    @Override
    public Reply failure(int status, String message) {
        return Reply.of(status, JsonValue.object().put("type", "error").put("error",
                JsonValue.object().put("type", "some_error").put("message", message).build()).build().toString());
    }

    @Override
    public Reply tooLong() {
        return Reply.of(400, """
                {"type": "error", "error": {"type": "invalid_request_error",
                "message": "prompt is too long: 208310 tokens > 200000 maximum"}}""");
    }

    @Override
    public Optional<String> complaint(JsonValue body) {
        List<String> wrong = new ArrayList<>();
        Set<String> open = new HashSet<>();
        List<JsonValue> messages = body.get("messages").items();
        if (messages.isEmpty() || !messages.get(0).get("role").text().equals("user")) {
            wrong.add("first message must use the user role");
        }
        for (JsonValue message : messages) {
            boolean results = true;
            for (JsonValue block : message.get("content").items()) {
                switch (block.get("type").text()) {
                    case "tool_use" -> {
                        if (!block.get("id").text().matches("[a-zA-Z0-9_-]+")
                                || !(block.get("input") instanceof JsonValue.JsonObject)) {
                            wrong.add("tool_use: " + block);
                        }
                        open.add(block.get("id").text());
                    }
                    case "tool_result" -> {
                        if (!results || !open.remove(block.get("tool_use_id").text())) {
                            wrong.add("unexpected tool_result: " + block);
                        }
                    }
                    case "thinking" -> {
                        if (!block.get("signature").text().equals("c2lnbmVkLWJ5LXVz")) {
                            wrong.add("Invalid `signature` in `thinking` block");
                        }
                    }
                    default -> {
                        results = false;
                        if (block.get("type").text().equals("text") && block.get("text").text().isBlank()) {
                            wrong.add("text content blocks must be non-empty");
                        }
                    }
                }
            }
            if (message.get("role").text().equals("user") && !open.isEmpty()) {
                wrong.add("tool_use ids were found without tool_result blocks: " + open);
            }
            if (message.get("content").items().isEmpty()) {
                wrong.add("all messages must have non-empty content");
            }
        }
        return wrong.isEmpty() && open.isEmpty() ? Optional.empty() : Optional.of(wrong + " " + open);
    }

    @Override
    public Map<String, String> environment(String apiKey) {
        return Map.of("ANTHROPIC_API_KEY", apiKey);
    }

    @Override
    public boolean signsThoughts() {
        return true;
    }

    @Override
    public LlmResponse.Usage told(LlmResponse.Usage all) {
        return LlmResponse.Usage.of(all.input(), all.output()).withCachedInput(all.cachedInput())
                .withCacheWrite(all.cacheWrite());
    }
}

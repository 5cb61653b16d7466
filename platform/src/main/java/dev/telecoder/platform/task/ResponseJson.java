package dev.telecoder.platform.task;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmResponse;
import java.util.ArrayList;
import java.util.List;

/** The model's answers as the journal keeps them. */
final class ResponseJson {

    private ResponseJson() {}

    static JsonValue of(LlmResponse response) {
        List<JsonValue> content = new ArrayList<>();
        for (Content piece : response.message().content()) {
            content.add(switch (piece) {
                case Content.Text text -> JsonValue.object().put("type", "text").put("text", text.text()).build();
                case Content.Reasoning thought ->
                        JsonValue.object().put("type", "reasoning").put("text", thought.text())
                                .put("signature", thought.signature()).build();
                case Content.ToolCall call -> JsonValue.object().put("type", "tool_call").put("id", call.id())
                        .put("tool", call.tool()).put("arguments", call.argumentsJson()).build();
                default -> JsonValue.object().put("type", "text").put("text", piece.plainText()).build();
            });
        }
        return JsonValue.object().put("content", content).put("stop", response.stop())
                .put("usage", of(response.usage()))
                .build();
    }

    static JsonValue of(LlmResponse.Usage usage) {
        return JsonValue.object().put("input", usage.input()).put("output", usage.output())
                .put("cached_input", usage.cachedInput()).put("cache_write", usage.cacheWrite())
                .put("reasoning", usage.reasoning()).build();
    }

    static LlmResponse response(JsonValue json) {
        List<Content> content = new ArrayList<>();
        for (JsonValue piece : json.get("content").items()) {
            content.add(switch (piece.get("type").text()) {
                case "tool_call" -> new Content.ToolCall(piece.get("id").text(), piece.get("tool").text(),
                        piece.get("arguments").text());
                case "reasoning" -> new Content.Reasoning(piece.get("text").text(), piece.get("signature").text());
                default -> new Content.Text(piece.get("text").text());
            });
        }
        JsonValue usage = json.get("usage");
        return new LlmResponse(new ChatMessage(ChatMessage.Role.ASSISTANT, content),
                LlmResponse.Stop.valueOf(json.get("stop").text().toUpperCase(java.util.Locale.ROOT)),
                LlmResponse.Usage.of(usage.get("input").asLong(0), usage.get("output").asLong(0))
                        .withCachedInput(usage.get("cached_input").asLong(0))
                        .withCacheWrite(usage.get("cache_write").asLong(0))
                        .withReasoning(usage.get("reasoning").asLong(0)));
    }
}

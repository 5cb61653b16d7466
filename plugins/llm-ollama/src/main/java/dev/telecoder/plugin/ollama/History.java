package dev.telecoder.plugin.ollama;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.ChatMessage.Role;
import dev.telecoder.api.llm.Content;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a conversation, also one another provider began: each call followed by its result, in the order of the calls,
 * since most models know no ids. For one conversation.
 */
final class History {

    private static final String NO_RESULT = "This call was not carried out.";

    private final Json json;
    private final List<JsonValue> out = new ArrayList<>();
    private final Map<String, String> open = new LinkedHashMap<>();

    History(Json json) {
        this.json = json;
    }

    List<JsonValue> of(String system, List<ChatMessage> messages) {
        if (!system.isBlank()) {
            out.add(message("system", system).build());
        }
        for (ChatMessage message : messages) {
            if (message.role() == Role.ASSISTANT) {
                closeCalls(Map.of());
                assistant(message);
            } else {
                user(message);
            }
        }
        closeCalls(Map.of());
        return out;
    }

    private void closeCalls(Map<String, Content.ToolResult> given) {
        open.forEach((id, tool) -> {
            Content.ToolResult result = given.get(id);
            out.add(message("tool", result == null ? NO_RESULT : result.text()).put("tool_name", tool)
                    .put("tool_call_id", id).build());
        });
        open.clear();
    }

    private void assistant(ChatMessage message) {
        StringBuilder text = new StringBuilder();
        StringBuilder thought = new StringBuilder();
        List<JsonValue> calls = new ArrayList<>();
        for (Content piece : message.content()) {
            switch (piece) {
                case Content.Reasoning own when own.signature().equals(Answer.SIGNATURE) -> thought.append(own.text());
                case Content.Reasoning _ -> {
                    // Another provider's thought.
                }
                case Content.ToolCall call -> {
                    open.put(call.id(), call.tool());
                    calls.add(JsonValue.object().put("id", call.id()).put("function", JsonValue.object()
                            .put("name", call.tool()).put("arguments", arguments(call.argumentsJson())).build())
                            .build());
                }
                default -> text.append(piece.plainText());
            }
        }
        if (text.isEmpty() && calls.isEmpty()) {
            return;
        }
        JsonValue.ObjectBuilder object = message("assistant", text.toString());
        if (!thought.isEmpty()) {
            object.put("thinking", thought.toString());
        }
        out.add(calls.isEmpty() ? object.build() : object.put("tool_calls", calls).build());
    }

    private void user(ChatMessage message) {
        StringBuilder text = new StringBuilder();
        List<String> images = new ArrayList<>();
        Map<String, Content.ToolResult> results = new HashMap<>();
        for (Content piece : message.content()) {
            switch (piece) {
                case Content.ToolResult result when open.containsKey(result.callId())
                        && results.putIfAbsent(result.callId(), result) == null -> {
                    // Written below, in the order of the calls.
                }
                case Content.Image image -> images.add(image.base64());
                default -> text.append(text.isEmpty() ? "" : "\n").append(piece.plainText());
            }
        }
        closeCalls(results);
        if (!text.isEmpty() || !images.isEmpty()) {
            JsonValue.ObjectBuilder object = message("user", text.toString());
            out.add(images.isEmpty() ? object.build() : object.put("images", images).build());
        }
    }

    private static JsonValue.ObjectBuilder message(String role, String content) {
        return JsonValue.object().put("role", role).put("content", content);
    }

    /** The server wants an object; arguments that are none come back to the model as what they are, a text. */
    private JsonValue arguments(String text) {
        try {
            JsonValue value = json.parse(text);
            if (value instanceof JsonValue.JsonObject) {
                return value;
            }
        } catch (PluginException broken) {
            // Told to the model below.
        }
        return JsonValue.object().put("invalid_json", text).build();
    }
}

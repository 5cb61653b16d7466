package dev.telecoder.plugin.anthropic;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.ChatMessage.Role;
import dev.telecoder.api.llm.Content;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes a conversation, also one another provider began, as the service demands it: each call followed by its result
 * in the next message, results first, no empty text, only thoughts of its own. For one conversation.
 */
final class History {

    private static final String NO_RESULT = "This call was not carried out.";

    private final Json json;
    private final List<JsonValue> out = new ArrayList<>();
    private final Set<String> open = new LinkedHashSet<>();
    private boolean mayThink = true;

    History(Json json) {
        this.json = json;
    }

    List<JsonValue> of(List<ChatMessage> messages, int stable) {
        int last = -1;
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).role() == Role.ASSISTANT) {
                closeCalls();
                assistant(messages.get(i));
            } else {
                user(messages.get(i));
            }
            if (i < stable) {
                last = out.size() - 1;
            }
        }
        closeCalls();
        if (last >= 0) {
            out.set(last, marked(out.get(last)));
        }
        if (out.isEmpty() || !out.get(0).get("role").text().equals("user")) {
            out.add(0, message("user", List.of(text("(The conversation goes on.)"))));
        }
        return out;
    }

    /** Whether thinking may be switched on: an unfinished round of tools must have begun with a thought. */
    boolean mayThink() {
        return mayThink;
    }

    private void closeCalls() {
        if (!open.isEmpty()) {
            out.add(message("user", open.stream().map(id -> result(id, NO_RESULT, true)).toList()));
            open.clear();
        }
    }

    private void assistant(ChatMessage message) {
        List<JsonValue> blocks = new ArrayList<>();
        boolean calls = false;
        for (Content piece : message.content()) {
            switch (piece) {
                case Content.Reasoning thought -> Signature.block(thought).ifPresent(blocks::add);
                case Content.ToolCall call -> {
                    calls = true;
                    open.add(id(call.id()));
                    blocks.add(JsonValue.object().put("type", "tool_use").put("id", id(call.id()))
                            .put("name", call.tool())
                            .put("input", arguments(call.argumentsJson())).build());
                }
                default -> addText(blocks, piece.plainText());
            }
        }
        mayThink = !calls || blocks.get(0).get("type").text().endsWith("thinking");
        if (!blocks.isEmpty()) {
            out.add(message("assistant", blocks));
        }
    }

    private void user(ChatMessage message) {
        List<JsonValue> results = new ArrayList<>();
        List<JsonValue> others = new ArrayList<>();
        for (Content piece : message.content()) {
            switch (piece) {
                case Content.ToolResult result when open.remove(id(result.callId())) ->
                        results.add(result(id(result.callId()), result.text(), result.failed()));
                case Content.Image image -> others.add(JsonValue.object().put("type", "image").put("source",
                        JsonValue.object().put("type", "base64").put("media_type", image.mediaType())
                                .put("data", image.base64()).build())
                        .build());
                default -> addText(others, piece.plainText());
            }
        }
        open.forEach(id -> results.add(result(id, NO_RESULT, true)));
        open.clear();
        if (results.isEmpty()) {
            mayThink = true;
        }
        results.addAll(others);
        if (!results.isEmpty()) {
            out.add(message("user", results));
        }
    }

    private static void addText(List<JsonValue> blocks, String text) {
        if (!text.isBlank()) {
            blocks.add(text(text));
        }
    }

    private static JsonValue text(String text) {
        return JsonValue.object().put("type", "text").put("text", text).build();
    }

    private static JsonValue result(String id, String text, boolean failed) {
        JsonValue.ObjectBuilder block = JsonValue.object().put("type", "tool_result").put("tool_use_id", id)
                .put("content", text);
        return failed ? block.put("is_error", true).build() : block.build();
    }

    private static JsonValue message(String role, List<JsonValue> blocks) {
        return JsonValue.object().put("role", role).put("content", blocks).build();
    }

    /** The service wants an object; arguments that are none come back to the model as what they are, a text. */
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

    /** Other providers' ids have characters this one refuses. */
    private static String id(String foreign) {
        String id = foreign.replaceAll("[^a-zA-Z0-9_-]", "_");
        return id.isEmpty() ? "_" : id;
    }

    /** Marks the last block that may carry a mark; thoughts may not. */
    private static JsonValue marked(JsonValue message) {
        List<JsonValue> blocks = new ArrayList<>(message.get("content").items());
        for (int i = blocks.size() - 1; i >= 0; i--) {
            if (!blocks.get(i).get("type").text().endsWith("thinking")) {
                blocks.set(i, RequestBody.marked(blocks.get(i)));
                break;
            }
        }
        return message(message.get("role").text(), blocks);
    }
}

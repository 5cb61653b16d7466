package dev.telecoder.plugin.gemini;

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
 * Writes a conversation, also one another provider began, as the service demands it: the calls of an answer followed at
 * once by as many results, signed parts as they were, no empty part. For one conversation.
 */
final class History {

    private static final String NO_RESULT = "This call was not carried out.";

    private final Json json;
    private final boolean demandsSignatures;
    private final List<JsonValue> out = new ArrayList<>();
    /** Calls without a result yet, with the names of their tools: a result names its tool. */
    private final Map<String, String> open = new LinkedHashMap<>();

    History(Json json, boolean demandsSignatures) {
        this.json = json;
        this.demandsSignatures = demandsSignatures;
    }

    List<JsonValue> of(List<ChatMessage> messages) {
        for (ChatMessage message : messages) {
            if (message.role() == Role.ASSISTANT) {
                closeCalls(Map.of());
                model(message);
            } else {
                user(message);
            }
        }
        closeCalls(Map.of());
        if (out.isEmpty() || !out.getFirst().get("role").text().equals("user")) {
            out.addFirst(content("user", List.of(text("(The conversation goes on.)"))));
        }
        return out;
    }

    /** In the order of the calls: without ids it is all that tells two calls of one tool apart. */
    private void closeCalls(Map<String, Content.ToolResult> given) {
        List<JsonValue> all = new ArrayList<>();
        open.forEach((id, tool) -> {
            Content.ToolResult result = given.get(id);
            all.add(result == null ? result(id, tool, NO_RESULT, true)
                    : result(id, tool, result.text(), result.failed()));
        });
        open.clear();
        if (!all.isEmpty()) {
            out.add(content("user", all));
        }
    }

    private void model(ChatMessage message) {
        List<JsonValue> parts = new ArrayList<>();
        String signature = "";
        boolean first = true;
        for (Content piece : message.content()) {
            switch (piece) {
                case Content.Reasoning thought -> {
                    JsonValue part = Signature.part(thought);
                    if (!part.isNull()) {
                        parts.add(part);
                    }
                    signature = Signature.next(thought);
                }
                case Content.ToolCall call -> {
                    open.put(call.id(), call.tool());
                    // Of several calls at once only the first is signed.
                    String proof = signature.isEmpty() && first && demandsSignatures ? Signature.NONE : signature;
                    parts.add(signed(JsonValue.object().put("functionCall", call(call)), proof));
                    first = false;
                    signature = "";
                }
                default -> {
                    if (!piece.plainText().isEmpty()) {
                        parts.add(signed(JsonValue.object().put("text", piece.plainText()), signature));
                        signature = "";
                    }
                }
            }
        }
        if (!parts.isEmpty()) {
            out.add(content("model", parts));
        }
    }

    private static JsonValue signed(JsonValue.ObjectBuilder part, String signature) {
        return signature.isEmpty() ? part.build() : part.put("thoughtSignature", signature).build();
    }

    private void user(ChatMessage message) {
        Map<String, Content.ToolResult> results = new HashMap<>();
        List<JsonValue> others = new ArrayList<>();
        for (Content piece : message.content()) {
            switch (piece) {
                case Content.ToolResult result when open.containsKey(result.callId())
                        && results.putIfAbsent(result.callId(), result) == null -> {
                    // Written below, in the order of the calls.
                }
                case Content.Image image -> others.add(JsonValue.object().put("inlineData", JsonValue.object()
                        .put("mimeType", image.mediaType()).put("data", image.base64()).build()).build());
                default -> {
                    if (!piece.plainText().isEmpty()) {
                        others.add(text(piece.plainText()));
                    }
                }
            }
        }
        // As many results as calls, and nothing else beside them.
        closeCalls(results);
        if (!others.isEmpty()) {
            out.add(content("user", others));
        }
    }

    private JsonValue call(Content.ToolCall call) {
        JsonValue.ObjectBuilder object = JsonValue.object();
        identify(object, call.id());
        return object.put("name", call.tool()).put("args", arguments(call.argumentsJson())).build();
    }

    private static JsonValue result(String id, String tool, String text, boolean failed) {
        JsonValue.ObjectBuilder object = JsonValue.object();
        identify(object, id);
        return JsonValue.object().put("functionResponse", object.put("name", tool)
                .put("response", JsonValue.object().put(failed ? "error" : "output", text).build()).build()).build();
    }

    /** Where the service gave no id, it goes by the order. */
    private static void identify(JsonValue.ObjectBuilder object, String id) {
        if (!id.startsWith(Answer.OWN_ID)) {
            object.put("id", id);
        }
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

    private static JsonValue text(String text) {
        return JsonValue.object().put("text", text).build();
    }

    private static JsonValue content(String role, List<JsonValue> parts) {
        return JsonValue.object().put("role", role).put("parts", parts).build();
    }
}

package dev.telecoder.plugin.openai;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.ChatMessage.Role;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmRequest;
import dev.telecoder.plugin.openai.Quirks.AnswerSchema;
import dev.telecoder.support.llm.ToolSchemas;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes a request in the words of Responses. Nothing is kept at the service: the whole conversation goes with each. */
final class ResponsesBody {

    private static final String NO_RESULT = "This call was not carried out.";

    private final Dialect dialect;
    private final ToolSchemas schemas;
    private final List<JsonValue> input = new ArrayList<>();
    private final Set<String> open = new LinkedHashSet<>();

    ResponsesBody(Dialect dialect, ToolSchemas schemas) {
        this.dialect = dialect;
        this.schemas = schemas;
    }

    JsonValue.ObjectBuilder of(LlmRequest request) {
        // As in chat: first what stays the same, and the conversation, which grows, last.
        JsonValue.ObjectBuilder body = JsonValue.object().put("model", request.model());
        String instructions = dialect.instructions(request);
        if (!instructions.isBlank()) {
            body.put("instructions", instructions);
        }
        if (!request.tools().isEmpty()) {
            body.put("tools", request.tools().stream().map(this::tool).toList());
        }
        boolean thoughts = !Models.refusesThoughts(request.model());
        request.messages().forEach(message -> add(message, thoughts));
        closeCalls();
        body.put("stream", dialect.stream()).put("store", false)
                .put("max_output_tokens", request.maxOutputTokens());
        if (Models.takesEffort(request.model())) {
            body.put("include", List.of("reasoning.encrypted_content"));
        }
        dialect.effort(request)
                .ifPresent(effort -> body.put("reasoning", JsonValue.object().put("effort", effort).build()));
        if (!request.tools().isEmpty()) {
            body.put("tool_choice", choice(request.toolChoice()));
        }
        request.answerSchemaJson().flatMap(this::format)
                .ifPresent(format -> body.put("text", JsonValue.object().put("format", format).build()));
        return body.put("input", input);
    }

    private JsonValue tool(LlmRequest.Tool tool) {
        // Not strict: strictness forbids optional members and much else that an ordinary schema has.
        return JsonValue.object().put("type", "function").put("name", tool.name())
                .put("description", tool.description()).put("parameters", schemas.of(tool.inputSchemaJson()))
                .put("strict", false).build();
    }

    private static JsonValue choice(String choice) {
        return switch (choice) {
            case "auto", "none" -> JsonValue.of(choice);
            case "any" -> JsonValue.of("required");
            default -> JsonValue.object().put("type", "function").put("name", choice).build();
        };
    }

    private Optional<JsonValue> format(String schema) {
        return switch (dialect.answerSchema()) {
            case AnswerSchema.JSON_SCHEMA -> Optional.of(JsonValue.object().put("type", "json_schema")
                    .put("name", "answer").put("schema", schemas.of(schema)).put("strict", false).build());
            case AnswerSchema.JSON_OBJECT -> Optional.of(JsonValue.object().put("type", "json_object").build());
            case AnswerSchema.WORDS -> Optional.empty();
        };
    }

    private void add(ChatMessage message, boolean thoughts) {
        if (message.role() == Role.ASSISTANT) {
            closeCalls();
            assistant(message, thoughts);
        } else {
            user(message);
        }
    }

    private void closeCalls() {
        open.forEach(id -> input.add(result(id, NO_RESULT)));
        open.clear();
    }

    private void assistant(ChatMessage message, boolean thoughts) {
        // A thought without what followed it is refused.
        List<JsonValue> waiting = new ArrayList<>();
        for (Content piece : message.content()) {
            switch (piece) {
                case Content.Reasoning thought -> {
                    if (thoughts) {
                        ThoughtItem.of(thought).ifPresent(waiting::add);
                    }
                }
                case Content.ToolCall call -> {
                    input.addAll(waiting);
                    waiting.clear();
                    open.add(CallIds.fitting(call.id()));
                    input.add(JsonValue.object().put("type", "function_call").put("call_id", CallIds.fitting(call.id()))
                            .put("name", call.tool()).put("arguments", call.argumentsJson()).build());
                }
                default -> {
                    if (!piece.plainText().isEmpty()) {
                        input.addAll(waiting);
                        waiting.clear();
                        input.add(message("assistant", JsonValue.of(piece.plainText())));
                    }
                }
            }
        }
    }

    private void user(ChatMessage message) {
        List<JsonValue> parts = new ArrayList<>();
        for (Content piece : message.content()) {
            switch (piece) {
                case Content.ToolResult result when open.remove(CallIds.fitting(result.callId())) ->
                        input.add(result(CallIds.fitting(result.callId()), result.text()));
                case Content.Image image when dialect.images() -> parts.add(JsonValue.object()
                        .put("type", "input_image").put("detail", "auto")
                        .put("image_url", "data:" + image.mediaType() + ";base64," + image.base64()).build());
                case Content.Image image -> parts.add(JsonValue.object().put("type", "input_text")
                        .put("text", image.plainText() + Dialect.NOT_SHOWN).build());
                default -> {
                    if (!piece.plainText().isEmpty()) {
                        parts.add(JsonValue.object().put("type", "input_text").put("text", piece.plainText()).build());
                    }
                }
            }
        }
        closeCalls();
        if (!parts.isEmpty()) {
            boolean one = parts.size() == 1 && parts.getFirst().get("type").text().equals("input_text");
            input.add(message("user", one ? parts.getFirst().get("text") : JsonValue.array(parts)));
        }
    }

    private static JsonValue message(String role, JsonValue content) {
        return JsonValue.object().put("type", "message").put("role", role).put("content", content).build();
    }

    private static JsonValue result(String id, String text) {
        return JsonValue.object().put("type", "function_call_output").put("call_id", id).put("output", text).build();
    }
}

package dev.telecoder.plugin.openai;

import dev.telecoder.api.json.Json;
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
import java.util.Set;

/** Writes a request in the words of Chat Completions. */
final class ChatBody {

    private static final String NO_RESULT = "This call was not carried out.";

    private final Dialect dialect;
    private final ToolSchemas schemas;
    private final String server;
    private final Json json;

    ChatBody(Dialect dialect, ToolSchemas schemas, String server, Json json) {
        this.server = server;
        this.json = json;
        this.dialect = dialect;
        this.schemas = schemas;
    }

    JsonValue.ObjectBuilder of(LlmRequest request) {
        // The conversation grows from request to request and so comes last, after all that stays as it is: the service
        // keeps what two requests begin with.
        JsonValue.ObjectBuilder body = JsonValue.object().put("model", request.model());
        if (!request.tools().isEmpty()) {
            body.put("tools", request.tools().stream().map(this::tool).toList());
        }
        body.put("stream", dialect.stream());
        if (dialect.stream() && dialect.streamUsage()) {
            body.put("stream_options", JsonValue.object().put("include_usage", true).build());
        }
        if (dialect.maxTokens() != null) {
            body.put(dialect.maxTokens(), request.maxOutputTokens());
        }
        if (!request.tools().isEmpty()) {
            body.put("tool_choice", choice(request.toolChoice()));
        }
        dialect.effort(request).ifPresent(effort -> body.put("reasoning_effort", effort));
        if (dialect.answerSchema() != AnswerSchema.WORDS) {
            request.answerSchemaJson().ifPresent(schema -> body.put("response_format", format(schema)));
        }
        return body.put("messages", messages(request));
    }

    private JsonValue tool(LlmRequest.Tool tool) {
        return JsonValue.object().put("type", "function").put("function", JsonValue.object().put("name", tool.name())
                .put("description", tool.description()).put("parameters", schemas.of(tool.inputSchemaJson())).build())
                .build();
    }

    private static JsonValue choice(String choice) {
        return switch (choice) {
            case "auto", "none" -> JsonValue.of(choice);
            case "any" -> JsonValue.of("required");
            default -> JsonValue.object().put("type", "function")
                    .put("function", JsonValue.object().put("name", choice).build()).build();
        };
    }

    private JsonValue format(String schema) {
        if (dialect.answerSchema() == AnswerSchema.JSON_OBJECT) {
            return JsonValue.object().put("type", "json_object").build();
        }
        // Not strict: strictness forbids optional members and much else that an ordinary schema has.
        return JsonValue.object().put("type", "json_schema").put("json_schema", JsonValue.object().put("name", "answer")
                .put("schema", schemas.of(schema)).put("strict", false).build()).build();
    }

    private List<JsonValue> messages(LlmRequest request) {
        List<JsonValue> out = new ArrayList<>();
        String system = dialect.instructions(request);
        if (!system.isEmpty()) {
            out.add(JsonValue.object().put("role", "system").put("content", system).build());
        }
        Set<String> open = new LinkedHashSet<>();
        for (ChatMessage message : request.messages()) {
            if (message.role() == Role.ASSISTANT) {
                closeCalls(open, out);
                assistant(message, open, out);
            } else {
                user(message, open, out);
            }
        }
        closeCalls(open, out);
        return out;
    }

    /** The service refuses a conversation with a call that has no result, as a stopped turn leaves behind. */
    private static void closeCalls(Set<String> open, List<JsonValue> out) {
        open.forEach(id -> out.add(result(id, NO_RESULT)));
        open.clear();
    }

    private void assistant(ChatMessage message, Set<String> open, List<JsonValue> out) {
        StringBuilder text = new StringBuilder();
        StringBuilder thought = new StringBuilder();
        List<JsonValue> calls = new ArrayList<>();
        List<JsonValue> details = new ArrayList<>();
        for (Content piece : message.content()) {
            switch (piece) {
                case Content.Text said -> text.append(said.text());
                // A thought that is signed otherwise is another provider's.
                case Content.Reasoning reasoning -> {
                    thought.append(reasoning.signature().isEmpty() ? reasoning.text() : "");
                    ThoughtDetails.of(reasoning, server, json).ifPresent(details::addAll);
                }
                case Content.ToolCall call -> {
                    open.add(CallIds.fitting(call.id()));
                    calls.add(JsonValue
                            .object().put("id", CallIds.fitting(call.id())).put("type", "function").put("function",
                                    JsonValue.object().put("name", call.tool()).put("arguments", call.argumentsJson())
                                            .build())
                            .build());
                }
                default -> text.append(piece.plainText());
            }
        }
        if (text.isEmpty() && calls.isEmpty()) {
            return;
        }
        JsonValue.ObjectBuilder object = JsonValue.object().put("role", "assistant")
                .put("content", text.isEmpty() ? null : text.toString());
        if (!details.isEmpty()) {
            object.put("reasoning_details", details);
        }
        if (!calls.isEmpty()) {
            object.put("tool_calls", calls);
            if (dialect.reasoningBack() && !thought.isEmpty()) {
                object.put("reasoning_content", thought.toString());
            }
        }
        out.add(object.build());
    }

    private void user(ChatMessage message, Set<String> open, List<JsonValue> out) {
        List<JsonValue> parts = new ArrayList<>();
        for (Content piece : message.content()) {
            switch (piece) {
                case Content.ToolResult result when open.remove(CallIds.fitting(result.callId())) ->
                        out.add(result(CallIds.fitting(result.callId()), result.text()));
                case Content.Image image when dialect.images() -> parts.add(JsonValue
                        .object().put("type", "image_url").put("image_url",
                                JsonValue.object().put("url", "data:" + image.mediaType() + ";base64," + image.base64())
                                        .build())
                        .build());
                case Content.Image image -> parts.add(JsonValue.object().put("type", "text")
                        .put("text", image.plainText() + Dialect.NOT_SHOWN).build());
                default -> {
                    if (!piece.plainText().isEmpty()) {
                        parts.add(JsonValue.object().put("type", "text").put("text", piece.plainText()).build());
                    }
                }
            }
        }
        // Results must follow their calls without anything between, so what is still open is closed before any text.
        closeCalls(open, out);
        if (!parts.isEmpty()) {
            boolean one = parts.size() == 1 && parts.get(0).get("type").text().equals("text");
            out.add(JsonValue.object().put("role", "user").put("content", one ? parts.get(0).get("text") : parts)
                    .build());
        }
    }

    private static JsonValue result(String id, String text) {
        return JsonValue.object().put("role", "tool").put("tool_call_id", id).put("content", text).build();
    }
}

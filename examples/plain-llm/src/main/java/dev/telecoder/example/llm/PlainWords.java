package dev.telecoder.example.llm;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.ChatMessage.Role;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmEvent;
import dev.telecoder.api.llm.LlmRequest;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.api.llm.LlmResponse.Stop;
import dev.telecoder.api.llm.LlmResponse.Usage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The language of the service: a conversation in one JSON object, an answer in lines. Pure. */
final class PlainWords {

    private PlainWords() {}

    static JsonValue question(LlmRequest request) {
        List<JsonValue> messages = new ArrayList<>();
        Set<String> open = new LinkedHashSet<>();
        for (ChatMessage message : request.messages()) {
            List<JsonValue> pieces = new ArrayList<>();
            message.content().forEach(piece -> {
                if (piece instanceof Content.ToolResult result) {
                    open.remove(result.callId());
                }
            });
            // Somebody stopped the turn: the service, like most, wants a result for each call.
            if (message.role() == Role.USER) {
                open.forEach(id -> pieces.add(result(id, "Not run.")));
                open.clear();
            }
            for (Content piece : message.content()) {
                switch (piece) {
                    case Content.ToolCall call -> {
                        open.add(call.id());
                        pieces.add(JsonValue.object().put("call", call.id()).put("tool", call.tool())
                                .put("arguments", call.argumentsJson()).build());
                    }
                    case Content.ToolResult result -> pieces.add(result(result.callId(), result.text()));
                    case Content.Reasoning foreign -> {
                        // Only whoever thought it can read it.
                    }
                    default -> pieces.add(JsonValue.object().put("text", piece.plainText()).build());
                }
            }
            messages.add(JsonValue.object().put("role", message.role()).put("pieces", pieces).build());
        }
        return JsonValue.object().put("model", request.model()).put("system", request.system())
                .putIfPresent("answer_schema", request.answerSchemaJson()).put("messages", messages)
                .put("tools", request.tools().stream().map(tool -> JsonValue.object()
                        .put("name", tool.name()).put("description", tool.description())
                        .put("schema", tool.inputSchemaJson()).build()).toList())
                .put("max_tokens", request.maxOutputTokens()).build();
    }

    private static JsonValue result(String call, String text) {
        return JsonValue.object().put("result", call).put("text", text).build();
    }

    /** An answer as it grows. For one thread. */
    static final class Answer {

        private final StringBuilder text = new StringBuilder();
        private final List<Content> calls = new ArrayList<>();

        /** {@return the whole answer, with its last line} */
        Optional<LlmResponse> take(JsonValue line, Consumer<LlmEvent> progress) {
            if (!line.get("stop").isNull()) {
                return Optional.of(whole(line));
            }
            if (!line.get("call").isNull()) {
                calls.add(new Content.ToolCall(line.get("call").text(), line.get("tool").text(),
                        line.get("arguments").text()));
                progress.accept(new LlmEvent.ToolCallStarted(line.get("tool").text()));
            } else {
                text.append(line.get("text").text());
                progress.accept(new LlmEvent.TextDelta(line.get("text").text()));
            }
            return Optional.empty();
        }

        private LlmResponse whole(JsonValue line) {
            List<Content> content = new ArrayList<>();
            if (!text.isEmpty()) {
                content.add(new Content.Text(text.toString()));
            }
            content.addAll(calls);
            return new LlmResponse(new ChatMessage(Role.ASSISTANT, content),
                    Stop.valueOf(line.get("stop").text().toUpperCase(Locale.ROOT)),
                    Usage.of(line.get("input").asLong(0), line.get("output").asLong(0)));
        }
    }
}

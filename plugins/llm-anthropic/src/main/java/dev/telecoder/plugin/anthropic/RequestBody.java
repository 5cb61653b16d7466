package dev.telecoder.plugin.anthropic;

import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.LlmRequest;
import dev.telecoder.api.llm.LlmRequest.Thinking;
import dev.telecoder.support.llm.ToolSchemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes a request in the words of the Messages API. */
final class RequestBody {

    /** The tool whose arguments are the answer, where the answer has a schema; every model knows tools. */
    static final String ANSWER_TOOL = "answer";

    private static final JsonValue MARK = JsonValue.object().put("type", "ephemeral").build();
    private static final int LITTLE = 2_048;
    private static final int MUCH = 16_000;
    private static final int LEAST = 1_024;

    private final Json json;
    private final ToolSchemas schemas;

    RequestBody(Json json, ToolSchemas schemas) {
        this.json = json;
        this.schemas = schemas;
    }

    JsonValue of(LlmRequest request) {
        // What stays the same comes first, then the conversation, which grows; after it only what may come and go within
        // one conversation: whether the model thinks.
        JsonValue.ObjectBuilder body = JsonValue.object().put("model", request.model())
                .put("max_tokens", request.maxOutputTokens()).put("stream", true);
        if (!request.system().isBlank()) {
            body.put("system", List.of(JsonValue.object().put("type", "text").put("text", request.system())
                    .put("cache_control", MARK).build()));
        }
        History history = new History(json);
        List<JsonValue> messages = history.of(request.messages(), request.stableMessages());
        boolean tools = tools(request, body);
        if (tools) {
            body.put("tool_choice", request.answerSchemaJson().isEmpty() ? choice(request.toolChoice())
                    : request.tools().isEmpty() ? choice(ANSWER_TOOL) : choice("any"));
        }
        body.put("messages", messages);
        if (history.mayThink() && request.answerSchemaJson().isEmpty() && !forced(request.toolChoice())) {
            thinking(request, body);
        }
        return body.build();
    }

    private boolean tools(LlmRequest request, JsonValue.ObjectBuilder body) {
        List<JsonValue> tools = new ArrayList<>();
        for (LlmRequest.Tool tool : request.tools()) {
            tools.add(tool(tool.name(), tool.description(), tool.inputSchemaJson()));
        }
        request.answerSchemaJson().ifPresent(schema -> tools
                .add(tool(ANSWER_TOOL, "Gives the answer. Call it once, with the whole answer.", schema)));
        if (tools.isEmpty()) {
            return false;
        }
        tools.set(tools.size() - 1, marked(tools.get(tools.size() - 1)));
        body.put("tools", tools);
        return true;
    }

    private JsonValue tool(String name, String description, String schema) {
        return JsonValue.object().put("name", name).put("description", description)
                .put("input_schema", schemas.of(schema)).build();
    }

    private static JsonValue choice(String choice) {
        return switch (choice) {
            case "auto", "any", "none" -> JsonValue.object().put("type", choice).build();
            default -> JsonValue.object().put("type", "tool").put("name", choice).build();
        };
    }

    /** Thinking and a forced tool exclude each other. */
    private static boolean forced(String choice) {
        return !choice.equals("auto") && !choice.equals("none");
    }

    private static void thinking(LlmRequest request, JsonValue.ObjectBuilder body) {
        boolean asked = request.thinking() == Thinking.LOW || request.thinking() == Thinking.HIGH;
        if (!asked || !Models.thinks(request.model())) {
            return;
        }
        if (Models.thinksAdaptively(request.model())) {
            body.put("thinking", JsonValue.object().put("type", "adaptive").build());
            body.put("output_config", JsonValue.object()
                    .put("effort", request.thinking().name().toLowerCase(Locale.ROOT)).build());
            return;
        }
        // The thought counts towards max_tokens; half of them stay for the answer.
        int budget = Math.min(request.thinking() == Thinking.LOW ? LITTLE : MUCH, request.maxOutputTokens() / 2);
        if (budget >= LEAST) {
            body.put("thinking", JsonValue.object().put("type", "enabled").put("budget_tokens", budget).build());
        }
    }

    /** The same object with a mark up to which the service keeps the request for the next one. */
    static JsonValue marked(JsonValue object) {
        JsonValue.ObjectBuilder copy = JsonValue.object();
        object.members().forEach(copy::put);
        return copy.put("cache_control", MARK).build();
    }
}

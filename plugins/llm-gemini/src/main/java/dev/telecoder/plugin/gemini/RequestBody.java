package dev.telecoder.plugin.gemini;

import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.LlmRequest;
import dev.telecoder.api.llm.LlmRequest.Thinking;
import dev.telecoder.support.llm.ToolSchemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes a request in the words of generateContent. */
final class RequestBody {

    private static final int LITTLE = 2_048;
    private static final int MUCH = 24_576;

    private final Json json;
    private final ToolSchemas schemas;

    RequestBody(Json json, ToolSchemas schemas) {
        this.json = json;
        this.schemas = schemas;
    }

    JsonValue of(LlmRequest request) {
        // The conversation grows from request to request and so comes last, after all that stays as it is: the service
        // keeps what two requests begin with.
        JsonValue.ObjectBuilder body = JsonValue.object();
        String system = system(request);
        if (!system.isBlank()) {
            body.put("systemInstruction", JsonValue.object()
                    .put("parts", List.of(JsonValue.object().put("text", system).build())).build());
        }
        if (!request.tools().isEmpty()) {
            List<JsonValue> declared = new ArrayList<>();
            request.tools().forEach(tool -> declared.add(declaration(tool)));
            body.put("tools", List.of(JsonValue.object().put("functionDeclarations", declared).build()));
        }
        if (!request.tools().isEmpty()) {
            body.put("toolConfig",
                    JsonValue.object().put("functionCallingConfig", choice(request.toolChoice())).build());
        }
        return body.put("generationConfig", generation(request)).put("contents",
                new History(json, Models.demandsSignatures(request.model())).of(request.messages())).build();
    }

    /** With tools the service takes no schema of the answer, so it is told in words. */
    private static String system(LlmRequest request) {
        if (request.answerSchemaJson().isEmpty() || request.tools().isEmpty()) {
            return request.system();
        }
        return (request.system() + "\n\nAnswer with nothing but JSON that fits this JSON Schema:\n"
                + request.answerSchemaJson().get()).strip();
    }

    private JsonValue declaration(LlmRequest.Tool tool) {
        JsonValue schema = schemas.of(tool.inputSchemaJson());
        JsonValue.ObjectBuilder declared = JsonValue.object().put("name", tool.name())
                .put("description", tool.description());
        // An object without members is refused; a tool without arguments has no parameters.
        return schema.get("properties").isNull() ? declared.build() : declared.put("parameters", schema).build();
    }

    private static JsonValue choice(String choice) {
        return switch (choice) {
            case "auto", "any", "none" -> JsonValue.object().put("mode", choice.toUpperCase(Locale.ROOT)).build();
            default -> JsonValue.object().put("mode", "ANY").put("allowedFunctionNames", List.of(choice)).build();
        };
    }

    private JsonValue generation(LlmRequest request) {
        JsonValue.ObjectBuilder config = JsonValue.object().put("maxOutputTokens", request.maxOutputTokens());
        if (request.answerSchemaJson().isPresent() && request.tools().isEmpty()) {
            config.put("responseMimeType", "application/json")
                    .put("responseSchema", schemas.of(request.answerSchemaJson().get()));
        }
        if (Models.thinks(request.model())) {
            config.put("thinkingConfig", thinking(request));
        }
        return config.build();
    }

    private static JsonValue thinking(LlmRequest request) {
        Thinking wanted = request.thinking();
        JsonValue.ObjectBuilder config = JsonValue.object().put("includeThoughts", wanted != Thinking.NONE);
        if (wanted == Thinking.MEDIUM) {
            return config.build();
        }
        if (Models.thinksByLevel(request.model())) {
            // No model of this kind lets one switch thinking off; "low" is what all of them take.
            return config.put("thinkingLevel", wanted == Thinking.HIGH ? "high" : "low").build();
        }
        int none = request.model().contains("pro") ? 128 : 0;
        // The thought counts towards the limit on output; half of it stays for the answer.
        int budget = Math.min(wanted == Thinking.HIGH ? MUCH : wanted == Thinking.LOW ? LITTLE : none,
                Math.max(none, request.maxOutputTokens() / 2));
        return config.put("thinkingBudget", budget).build();
    }
}

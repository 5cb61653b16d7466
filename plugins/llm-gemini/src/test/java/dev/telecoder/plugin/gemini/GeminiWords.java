package dev.telecoder.plugin.gemini;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.api.llm.LlmResponse.Stop;
import dev.telecoder.api.llm.LlmResponse.Usage;
import dev.telecoder.testkit.LlmProviderContract;
import dev.telecoder.testkit.LoopbackServer.Reply;
import dev.telecoder.testkit.TestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A service that speaks Gemini's API, as strict as Google about calls, their results and signatures. */
final class GeminiWords implements LlmProviderContract.Service {

    private static final String OURS = "c2lnbmVkLWJ5LXVz";

    @Override
    public Reply answer(LlmResponse response) {
        StringBuilder out = new StringBuilder();
        String signature = "";
        for (Content piece : response.message().content()) {
            switch (piece) {
                case Content.Text text -> {
                    for (String word : text.text().split("(?<= )")) {
                        out.append(chunk(part("text", JsonValue.of(word)).build()));
                    }
                }
                case Content.Reasoning thought -> {
                    out.append(chunk(part("text", JsonValue.of(thought.text())).put("thought", true).build()));
                    signature = thought.signature();
                }
                case Content.ToolCall call -> {
                    JsonValue.ObjectBuilder part = part("functionCall", JsonValue.object().put("name", call.tool())
                            .put("args", arguments(call.argumentsJson())).build());
                    out.append(chunk(signature.isEmpty() ? part.build()
                            : part.put("thoughtSignature", signature).build()));
                    signature = "";
                }
                default -> throw new IllegalArgumentException("A model does not say " + piece);
            }
        }
        Usage usage = response.usage();
        JsonValue last = JsonValue.object().put("candidates", List.of(JsonValue.object().put("content",
                JsonValue.object().put("role", "model").build())
                .put("finishReason", response.stop() == Stop.MAX_TOKENS ? "MAX_TOKENS" : "STOP").put("index", 0)
                .build()))
                .put("usageMetadata", JsonValue.object()
                        .put("promptTokenCount", usage.input() + usage.cachedInput())
                        .put("cachedContentTokenCount", usage.cachedInput())
                        .put("candidatesTokenCount", usage.output() - usage.reasoning())
                        .put("thoughtsTokenCount", usage.reasoning()).build())
                .build();
        return Reply.events(out.append("data: ").append(last).append("\r\n\r\n").toString());
    }

    private static JsonValue.ObjectBuilder part(String name, JsonValue value) {
        return JsonValue.object().put(name, value);
    }

    /** Broken arguments cannot be said as an object. */
    private static JsonValue arguments(String json) {
        try {
            return TestContext.with().json().parse(json);
        } catch (RuntimeException broken) {
            return JsonValue.of(json);
        }
    }

    private static String chunk(JsonValue part) {
        return "data: " + JsonValue.object().put("candidates", List.of(JsonValue.object().put("content",
                JsonValue.object().put("parts", List.of(part)).put("role", "model").build()).put("index", 0).build()))
                .build() + "\r\n\r\n";
    }

    @Override
    public Reply failure(int status, String message) {
        return Reply.of(status, JsonValue.object().put("error", JsonValue.object().put("code", status)
                .put("message", message).put("status", "SOME_STATUS").build()).build().toString());
    }

    @Override
    public Reply tooLong() {
        return Reply.of(400, """
                {"error": {"code": 400, "message": "The input token count (1200000) exceeds the maximum number of tokens \
                allowed (1048575).", "status": "INVALID_ARGUMENT"}}""");
    }

    @Override
    public Optional<String> complaint(JsonValue body) {
        List<String> wrong = new ArrayList<>();
        int open = 0;
        List<JsonValue> contents = body.get("contents").items();
        if (contents.isEmpty() || !contents.getFirst().get("role").text().equals("user")) {
            wrong.add("contents must begin with a user's turn");
        }
        for (JsonValue content : contents) {
            List<JsonValue> parts = content.get("parts").items();
            if (parts.isEmpty()) {
                wrong.add("contents.parts must not be empty");
            }
            long results = parts.stream().filter(part -> !part.get("functionResponse").isNull()).count();
            if (results != open) {
                wrong.add("the number of function response parts is not that of the function call parts");
            }
            open = 0;
            for (JsonValue part : parts) {
                if (part.members().isEmpty()) {
                    wrong.add("required oneof field 'data' must have one initialized field");
                }
                JsonValue call = part.get("functionCall");
                if (!call.isNull()) {
                    open++;
                    if (!(call.get("args") instanceof JsonValue.JsonObject)) {
                        wrong.add("args is no object");
                    }
                }
                String signature = part.get("thoughtSignature").text();
                if (!signature.isEmpty() && !signature.equals(OURS) && !signature.equals(Signature.NONE)) {
                    wrong.add("Thought signature is not valid");
                }
            }
        }
        return wrong.isEmpty() && open == 0 ? Optional.empty() : Optional.of(wrong + " open calls: " + open);
    }

    @Override
    public Map<String, String> environment(String apiKey) {
        return Map.of("GEMINI_API_KEY", apiKey);
    }

    @Override
    public boolean signsThoughts() {
        return true;
    }

    @Override
    public Usage told(Usage all) {
        return Usage.of(all.input(), all.output()).withCachedInput(all.cachedInput()).withReasoning(all.reasoning());
    }
}

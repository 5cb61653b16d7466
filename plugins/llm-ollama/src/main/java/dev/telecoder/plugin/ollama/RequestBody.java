package dev.telecoder.plugin.ollama;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmRequest;
import dev.telecoder.api.llm.LlmRequest.Thinking;
import dev.telecoder.support.llm.ToolSchemas;
import java.util.Locale;

/** Writes a request in the words of {@code /api/chat}. */
final class RequestBody {

    private static final int SMALLEST = 8_192;
    private static final int LARGEST = 131_072;
    private static final int TOKENS_OF_IMAGE = 1_500;

    private final Json json;
    private final ToolSchemas schemas;
    private final OllamaConfig.Run run;

    RequestBody(Json json, ToolSchemas schemas, OllamaConfig.Run run) {
        this.json = json;
        this.schemas = schemas;
        this.run = run;
    }

    JsonValue of(LlmRequest request) {
        // What stays the same comes first, then the conversation, which grows, and last the room for it, which grows with
        // it: the server keeps what two requests begin with.
        JsonValue.ObjectBuilder body = JsonValue.object().put("model", request.model()).put("stream", true);
        boolean tools = !request.tools().isEmpty() && !request.toolChoice().equals("none");
        if (tools) {
            // The server knows no choice of tools: one that must be called is the only one that is told.
            body.put("tools", request.tools().stream()
                    .filter(tool -> request.toolChoice().equals("auto") || request.toolChoice().equals("any")
                            || request.toolChoice().equals(tool.name()))
                    .map(this::tool).toList());
        }
        request.answerSchemaJson().ifPresent(schema -> body.put("format", schemas.of(schema)));
        think(request, body);
        if (run.keepAlive() != null) {
            // A number without a unit must be a number, not a text.
            boolean plain = run.keepAlive().matches("-?\\d{1,9}");
            body.put("keep_alive", plain ? JsonValue.of(Integer.parseInt(run.keepAlive()))
                    : JsonValue.of(run.keepAlive()));
        }
        body.put("messages", new History(json).of(system(request), request.messages()));
        return body.put("options", JsonValue.object().put("num_predict", request.maxOutputTokens())
                .put("num_ctx", context(request)).build()).build();
    }

    private static String system(LlmRequest request) {
        boolean must = !request.tools().isEmpty() && !request.toolChoice().equals("auto")
                && !request.toolChoice().equals("none");
        return must ? (request.system() + "\n\nCall "
                + (request.toolChoice().equals("any") ? "one of the tools" : "the tool " + request.toolChoice())
                + " now; do not answer in words.").strip() : request.system();
    }

    private JsonValue tool(LlmRequest.Tool tool) {
        return JsonValue.object().put("type", "function").put("function", JsonValue.object().put("name", tool.name())
                .put("description", tool.description()).put("parameters", schemas.of(tool.inputSchemaJson())).build())
                .build();
    }

    private static void think(LlmRequest request, JsonValue.ObjectBuilder body) {
        // A model that cannot think refuses to be asked for it, so only those are asked that are known to.
        if (request.thinking() == Thinking.MEDIUM || !Models.thinks(request.model())) {
            return;
        }
        if (Models.thinksByLevel(request.model())) {
            body.put("think", request.thinking() == Thinking.NONE ? "low"
                    : request.thinking().name().toLowerCase(Locale.ROOT));
        } else {
            body.put("think", request.thinking() != Thinking.NONE);
        }
    }

    /**
     * How many tokens the model must hold. Without being told, the server takes a few thousand and silently drops the
     * beginning of what is longer; and to load the model anew for every other number takes long, so it grows by doubling.
     */
    private int context(LlmRequest request) {
        long characters = request.system().length();
        long images = 0;
        for (LlmRequest.Tool tool : request.tools()) {
            characters += tool.name().length() + tool.description().length() + tool.inputSchemaJson().length() + 40L;
        }
        for (ChatMessage message : request.messages()) {
            for (Content piece : message.content()) {
                characters += piece.plainText().length() + 20L;
                images += piece instanceof Content.Image ? 1 : 0;
            }
        }
        int limit = run.numCtx() == null ? LARGEST : run.numCtx();
        // No model takes five characters for a token on the average, so this is too long for sure.
        if (characters / 5 > limit) {
            throw PluginException.of(Failure.CONTEXT_TOO_LONG, "The request has " + characters
                    + " characters, and the model may hold " + limit + " tokens (llm.ollama.num_ctx).");
        }
        if (run.numCtx() != null) {
            return run.numCtx();
        }
        long needed = characters / 3 + images * TOKENS_OF_IMAGE + request.maxOutputTokens();
        int size = SMALLEST;
        while (size < needed && size < LARGEST) {
            size *= 2;
        }
        return size;
    }
}

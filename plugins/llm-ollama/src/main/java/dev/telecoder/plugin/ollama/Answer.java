package dev.telecoder.plugin.ollama;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.ChatMessage.Role;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmEvent;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.api.llm.LlmResponse.Stop;
import dev.telecoder.api.llm.LlmResponse.Usage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** Puts an answer together from its lines, telling of it as it grows. For one answer and one thread. */
final class Answer {

    /** Marks a thought of this provider: it goes back to the model, others do not. */
    static final String SIGNATURE = "ollama";

    private final Consumer<LlmEvent> progress;
    private final StringBuilder thought = new StringBuilder();
    private final StringBuilder text = new StringBuilder();
    private final List<Content> calls = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private boolean done;
    private String reason = "";
    private Usage usage = Usage.of(0, 0);

    Answer(Consumer<LlmEvent> progress) {
        this.progress = progress;
    }

    void add(JsonValue chunk) {
        JsonValue message = chunk.get("message");
        String thinking = message.get("thinking").text();
        if (!thinking.isEmpty()) {
            thought.append(thinking);
            progress.accept(new LlmEvent.ReasoningDelta(thinking));
        }
        String more = message.get("content").text();
        if (!more.isEmpty()) {
            text.append(more);
            progress.accept(new LlmEvent.TextDelta(more));
        }
        message.get("tool_calls").items().forEach(this::call);
        if (chunk.get("done").asBoolean(false)) {
            done = true;
            reason = chunk.get("done_reason").text();
            usage = Usage.of(chunk.get("prompt_eval_count").asLong(0), chunk.get("eval_count").asLong(0));
        }
    }

    /** A call comes whole, in one line. */
    private void call(JsonValue call) {
        String name = call.get("function").get("name").text();
        JsonValue arguments = call.get("function").get("arguments");
        String id = call.get("id").text();
        // Older servers give no ids, and some models repeat them.
        if (id.isEmpty() || !ids.add(id)) {
            id = "call_" + UUID.randomUUID();
        }
        progress.accept(new LlmEvent.ToolCallStarted(name));
        calls.add(new Content.ToolCall(id, name, arguments.isNull() ? "{}"
                : arguments instanceof JsonValue.JsonString written ? written.value() : arguments.toString()));
    }

    /** Whether the server said that the answer is whole. */
    boolean finished() {
        return done;
    }

    LlmResponse response() {
        List<Content> content = new ArrayList<>();
        if (!thought.isEmpty()) {
            content.add(new Content.Reasoning(thought.toString(), SIGNATURE));
        }
        if (!text.isEmpty()) {
            content.add(new Content.Text(text.toString()));
        }
        content.addAll(calls);
        Stop stop = reason.equals("length") ? Stop.MAX_TOKENS : calls.isEmpty() ? Stop.END : Stop.TOOL_CALLS;
        return new LlmResponse(new ChatMessage(Role.ASSISTANT, content), stop, usage);
    }
}

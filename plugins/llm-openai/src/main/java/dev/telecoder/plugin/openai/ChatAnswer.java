package dev.telecoder.plugin.openai;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.ChatMessage.Role;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmEvent;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.api.llm.LlmResponse.Stop;
import dev.telecoder.api.llm.LlmResponse.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An answer of Chat Completions. */
final class ChatAnswer implements Answer {

    private final Consumer<LlmEvent> progress;
    private final String server;
    private final ThoughtDetails details = new ThoughtDetails();
    private final StringBuilder reasoning = new StringBuilder();
    private final StringBuilder text = new StringBuilder();
    private final List<Call> calls = new ArrayList<>();
    private String finish = "";
    private boolean refused;
    private Usage usage = Usage.of(0, 0);

    ChatAnswer(String server, Consumer<LlmEvent> progress) {
        this.server = server;
        this.progress = progress;
    }

    /** A chunk of a stream and a whole answer differ in the name of one member. */
    @Override
    public boolean add(JsonValue chunk) {
        if (!chunk.get("usage").isNull()) {
            usage = usage(chunk.get("usage"));
        }
        for (JsonValue choice : chunk.get("choices").items()) {
            // Only one answer is asked for; a server that gives more keeps them apart by the index.
            if (choice.get("index").asInt(0) != 0) {
                continue;
            }
            JsonValue said = choice.get("delta").isNull() ? choice.get("message") : choice.get("delta");
            take(said);
            choice.get("finish_reason").findText().filter(reason -> !reason.isEmpty())
                    .ifPresent(reason -> finish = reason);
        }
        // The tokens come in a chunk of their own after the reason, so only [DONE] or the end of the stream is the end.
        return false;
    }

    private void take(JsonValue said) {
        // DeepSeek and vLLM say reasoning_content, OpenRouter and newer servers say reasoning.
        String thought = said.get("reasoning_content").text();
        if (thought.isEmpty() && said.get("reasoning") instanceof JsonValue.JsonString plain) {
            thought = plain.value();
        }
        if (!thought.isEmpty()) {
            reasoning.append(thought);
            progress.accept(new LlmEvent.ReasoningDelta(thought));
        }
        details.add(said.get("reasoning_details").items());
        say(said.get("content").text());
        String refusal = said.get("refusal").text();
        refused |= !refusal.isEmpty();
        say(refusal);
        List<JsonValue> parts = said.get("tool_calls").items();
        for (int i = 0; i < parts.size(); i++) {
            call(parts.get(i), parts.get(i).get("index").asInt(parts.size() > 1 ? i : -1));
        }
    }

    private void say(String more) {
        if (!more.isEmpty()) {
            text.append(more);
            progress.accept(new LlmEvent.TextDelta(more));
        }
    }

    private void call(JsonValue part, int index) {
        String id = part.get("id").text();
        String name = part.get("function").get("name").text();
        Call call = find(index, id);
        if (call == null) {
            call = new Call(index);
            calls.add(call);
        }
        if (call.id.isEmpty()) {
            call.id = id;
        }
        if (call.name.isEmpty() && !name.isEmpty()) {
            call.name = name;
            progress.accept(new LlmEvent.ToolCallStarted(name));
        }
        JsonValue arguments = part.get("function").get("arguments");
        // Some servers give the arguments as an object instead of a text.
        call.arguments.append(arguments instanceof JsonValue.JsonObject ? arguments.toString() : arguments.text());
    }

    /** The call a part belongs to; some servers number all calls 0 and tell them apart by their ids alone. */
    private @Nullable Call find(int index, String id) {
        for (int i = calls.size() - 1; i >= 0; i--) {
            Call call = calls.get(i);
            boolean sameId = id.isEmpty() || call.id.isEmpty() || Objects.equals(id, call.id);
            if (sameId && (index < 0 || call.index == index)) {
                return call;
            }
        }
        return null;
    }

    private static Usage usage(JsonValue told) {
        long prompt = told.get("prompt_tokens").asLong(0);
        long cached = told.get("prompt_tokens_details").get("cached_tokens")
                .asLong(told.get("prompt_cache_hit_tokens").asLong(0));
        // OpenRouter tells what was written to a cache.
        long written = told.get("prompt_tokens_details").get("cache_write_tokens").asLong(0);
        return Usage.of(Math.max(0, prompt - cached - written), told.get("completion_tokens").asLong(0))
                .withCachedInput(cached)
                .withCacheWrite(written)
                .withReasoning(told.get("completion_tokens_details").get("reasoning_tokens").asLong(0));
    }

    @Override
    public boolean finished() {
        return !finish.isEmpty();
    }

    @Override
    public LlmResponse response() {
        List<Content> content = new ArrayList<>();
        if (!reasoning.isEmpty() || !details.isEmpty()) {
            content.add(new Content.Reasoning(reasoning.toString(), details.isEmpty() ? ""
                    : details.signature(server)));
        }
        if (!text.isEmpty()) {
            content.add(new Content.Text(text.toString()));
        }
        for (Call call : calls) {
            String id = call.id.isEmpty() ? CallIds.make() : call.id;
            content.add(new Content.ToolCall(id, call.name, call.arguments.isEmpty() ? "{}"
                    : call.arguments.toString()));
        }
        return new LlmResponse(new ChatMessage(Role.ASSISTANT, content), stop(), usage);
    }

    private Stop stop() {
        if (refused || finish.equals("content_filter")) {
            return Stop.REFUSED;
        } else if (finish.equals("length")) {
            return Stop.MAX_TOKENS;
        }
        // Several servers say "stop" when they mean a call.
        return calls.isEmpty() ? Stop.END : Stop.TOOL_CALLS;
    }

    /** A call as far as it came. */
    private static final class Call {

        private final int index;
        private final StringBuilder arguments = new StringBuilder();
        private String id = "";
        private String name = "";

        private Call(int index) {
            this.index = index;
        }
    }
}

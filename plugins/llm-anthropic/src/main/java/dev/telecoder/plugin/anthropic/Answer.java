package dev.telecoder.plugin.anthropic;

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
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Puts an answer together from the events of a stream, telling of it as it grows. For one answer and one thread. */
final class Answer {

    private final Consumer<LlmEvent> progress;
    private final boolean answerTool;
    private final Map<Integer, Block> blocks = new TreeMap<>();
    private String stopReason = "";
    private boolean finished;
    private long input;
    private long output;
    private long cacheRead;
    private long cacheWrite;
    private long reasoning;

    /** With {@code answerTool} the arguments of that tool are the text of the answer. */
    Answer(Consumer<LlmEvent> progress, boolean answerTool) {
        this.progress = progress;
        this.answerTool = answerTool;
    }

    void add(JsonValue event) {
        switch (event.get("type").text()) {
            case "message_start" -> count(event.get("message").get("usage"));
            case "content_block_start" -> start(event.get("index").asInt(0), event.get("content_block"));
            case "content_block_delta" -> grow(event.get("index").asInt(0), event.get("delta"));
            case "message_delta" -> {
                count(event.get("usage"));
                stop(event.get("delta"));
            }
            case "message_stop" -> finished = true;
            case "message" -> whole(event);
            default -> {
                // ping, content_block_stop, and whatever the service adds: its versioning says to pass them over.
            }
        }
    }

    /** A proxy ignored "stream". */
    private void whole(JsonValue message) {
        List<JsonValue> content = message.get("content").items();
        for (int i = 0; i < content.size(); i++) {
            start(i, content.get(i));
        }
        count(message.get("usage"));
        stop(message);
        finished = true;
    }

    private void stop(JsonValue delta) {
        delta.get("stop_reason").findText().ifPresent(reason -> stopReason = reason);
    }

    private void count(JsonValue usage) {
        // Later events repeat the counts, sometimes only a part of them.
        input = usage.get("input_tokens").asLong(input);
        output = usage.get("output_tokens").asLong(output);
        cacheRead = usage.get("cache_read_input_tokens").asLong(cacheRead);
        cacheWrite = usage.get("cache_creation_input_tokens").asLong(cacheWrite);
        reasoning = usage.get("output_tokens_details").get("thinking_tokens").asLong(reasoning);
    }

    private void start(int index, JsonValue told) {
        Block block = new Block(told.get("type").text(), told.get("id").text(), told.get("name").text());
        blocks.put(index, block);
        switch (block.type) {
            case "text" -> say(block, told.get("text").text());
            case "thinking" -> {
                think(block, told.get("thinking").text());
                block.signature.append(told.get("signature").text());
            }
            case "redacted_thinking" -> block.signature.append(told.get("data").text());
            case "tool_use" -> {
                block.isAnswer = answerTool && block.name.equals(RequestBody.ANSWER_TOOL);
                if (!block.isAnswer) {
                    progress.accept(new LlmEvent.ToolCallStarted(block.name));
                }
                if (!told.get("input").members().isEmpty()) {
                    say(block, told.get("input").toString());
                }
            }
            default -> {}
        }
    }

    private void grow(int index, JsonValue delta) {
        Block block = blocks.computeIfAbsent(index, at -> new Block("text", "", ""));
        switch (delta.get("type").text()) {
            case "text_delta" -> say(block, delta.get("text").text());
            case "thinking_delta" -> think(block, delta.get("thinking").text());
            case "signature_delta" -> block.signature.append(delta.get("signature").text());
            case "input_json_delta" -> say(block, delta.get("partial_json").text());
            default -> {}
        }
    }

    private void say(Block block, String more) {
        block.text.append(more);
        if (!more.isEmpty() && (block.type.equals("text") || block.isAnswer)) {
            progress.accept(new LlmEvent.TextDelta(more));
        }
    }

    private void think(Block block, String more) {
        block.text.append(more);
        if (!more.isEmpty()) {
            progress.accept(new LlmEvent.ReasoningDelta(more));
        }
    }

    /** Whether the service said that the answer is whole. */
    boolean finished() {
        return finished;
    }

    LlmResponse response() {
        List<Content> content = new ArrayList<>();
        boolean calls = false;
        for (Block block : blocks.values()) {
            String text = block.text.toString();
            switch (block.type) {
                case "text" -> {
                    if (!text.isEmpty()) {
                        content.add(new Content.Text(text));
                    }
                }
                case "thinking" -> content.add(Signature.signed(text, block.signature.toString()));
                case "redacted_thinking" -> content.add(Signature.redacted(block.signature.toString()));
                case "tool_use" -> {
                    String arguments = text.isEmpty() ? "{}" : text;
                    calls |= !block.isAnswer;
                    content.add(block.isAnswer ? new Content.Text(arguments)
                            : new Content.ToolCall(block.id, block.name, arguments));
                }
                default -> {}
            }
        }
        Usage usage = Usage.of(input, output).withCachedInput(cacheRead).withCacheWrite(cacheWrite)
                .withReasoning(reasoning);
        return new LlmResponse(new ChatMessage(Role.ASSISTANT, content), reason(calls), usage);
    }

    private Stop reason(boolean calls) {
        return switch (stopReason) {
            case "max_tokens", "model_context_window_exceeded" -> Stop.MAX_TOKENS;
            case "refusal" -> Stop.REFUSED;
            default -> calls ? Stop.TOOL_CALLS : Stop.END;
        };
    }

    /** A block as far as it came. */
    private static final class Block {

        private final String type;
        private final String id;
        private final String name;
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder signature = new StringBuilder();
        private boolean isAnswer;

        private Block(String type, String id, String name) {
            this.type = type;
            this.id = id;
            this.name = name;
        }
    }
}

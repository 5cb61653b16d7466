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
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** An answer of Responses. */
final class ResponsesAnswer implements Answer {

    private final Consumer<LlmEvent> progress;
    private final Map<Integer, Item> items = new TreeMap<>();
    private boolean finished;
    private boolean refused;
    private String incomplete = "";
    private Usage usage = Usage.of(0, 0);

    ResponsesAnswer(Consumer<LlmEvent> progress) {
        this.progress = progress;
    }

    @Override
    public boolean add(JsonValue event) {
        int index = event.get("output_index").asInt(0);
        switch (event.get("type").text()) {
            case "response.output_item.added" -> start(index, event.get("item"));
            case "response.output_text.delta" -> say(item(index, "message"), event.get("delta").text());
            case "response.refusal.delta" -> {
                refused = true;
                say(item(index, "message"), event.get("delta").text());
            }
            case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" ->
                    think(item(index, "reasoning"), event.get("delta").text());
            case "response.function_call_arguments.delta" ->
                    item(index, "function_call").text.append(event.get("delta").text());
            case "response.output_item.done" -> complete(index, event.get("item"));
            case "response.completed", "response.incomplete" -> whole(event.get("response"));
            default -> {
                // A whole answer has no type but an object. Other events tell what these tell too.
                if (event.get("object").text().equals("response")) {
                    whole(event);
                }
            }
        }
        return finished;
    }

    private Item item(int index, String type) {
        return items.computeIfAbsent(index, at -> new Item(type));
    }

    private void start(int index, JsonValue told) {
        Item item = item(index, told.get("type").text());
        item.id = told.get("id").text();
        if (item.type.equals("function_call") && item.name.isEmpty()) {
            item.name = told.get("name").text();
            item.callId = told.get("call_id").text();
            progress.accept(new LlmEvent.ToolCallStarted(item.name));
        }
    }

    private void say(Item item, String more) {
        if (!more.isEmpty()) {
            item.text.append(more);
            progress.accept(new LlmEvent.TextDelta(more));
        }
    }

    private void think(Item item, String more) {
        if (!more.isEmpty()) {
            item.text.append(more);
            progress.accept(new LlmEvent.ReasoningDelta(more));
        }
    }

    /** What was not told piece by piece is told now; of a thought only the whole item has what must go back. */
    private void complete(int index, JsonValue told) {
        start(index, told);
        Item item = item(index, told.get("type").text());
        switch (item.type) {
            case "message" -> {
                boolean silent = item.text.isEmpty();
                for (JsonValue part : told.get("content").items()) {
                    refused |= part.get("type").text().equals("refusal");
                    if (silent) {
                        say(item, part.get("text").text() + part.get("refusal").text());
                    }
                }
            }
            case "function_call" -> told.get("arguments").findText().ifPresent(arguments -> {
                item.text.setLength(0);
                item.text.append(arguments);
            });
            case "reasoning" -> {
                item.encrypted = told.get("encrypted_content").text();
                if (item.text.isEmpty()) {
                    for (String where : List.of("summary", "content")) {
                        told.get(where).items().forEach(part -> think(item, part.get("text").text()));
                    }
                }
            }
            default -> {}
        }
    }

    private void whole(JsonValue response) {
        List<JsonValue> output = response.get("output").items();
        for (int i = 0; i < output.size(); i++) {
            if (!items.containsKey(i)) {
                complete(i, output.get(i));
            }
        }
        incomplete = response.get("incomplete_details").get("reason").text();
        JsonValue told = response.get("usage");
        long cached = told.get("input_tokens_details").get("cached_tokens").asLong(0);
        long written = told.get("input_tokens_details").get("cache_write_tokens").asLong(0);
        usage = Usage.of(Math.max(0, told.get("input_tokens").asLong(0) - cached - written),
                told.get("output_tokens").asLong(0)).withCachedInput(cached).withCacheWrite(written)
                .withReasoning(told.get("output_tokens_details").get("reasoning_tokens").asLong(0));
        finished = true;
    }

    @Override
    public boolean finished() {
        return finished;
    }

    @Override
    public LlmResponse response() {
        List<Content> content = new ArrayList<>();
        boolean calls = false;
        for (Item item : items.values()) {
            String text = item.text.toString();
            switch (item.type) {
                case "message" -> {
                    if (!text.isEmpty()) {
                        content.add(new Content.Text(text));
                    }
                }
                case "reasoning" -> {
                    if (!text.isEmpty() || !item.encrypted.isEmpty()) {
                        content.add(ThoughtItem.reasoning(text, item.id, item.encrypted));
                    }
                }
                case "function_call" -> {
                    calls = true;
                    content.add(new Content.ToolCall(item.callId.isEmpty() ? CallIds.make() : item.callId, item.name,
                            text.isEmpty() ? "{}" : text));
                }
                default -> {}
            }
        }
        Stop stop = refused || incomplete.equals("content_filter") ? Stop.REFUSED
                : !incomplete.isEmpty() ? Stop.MAX_TOKENS : calls ? Stop.TOOL_CALLS : Stop.END;
        return new LlmResponse(new ChatMessage(Role.ASSISTANT, content), stop, usage);
    }

    /** An item as far as it came. */
    private static final class Item {

        private final String type;
        private final StringBuilder text = new StringBuilder();
        private String id = "";
        private String callId = "";
        private String name = "";
        private String encrypted = "";

        private Item(String type) {
            this.type = type;
        }
    }
}

package dev.telecoder.platform.agent;

import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was said in one turn, as the model sees it: what the person said, what the model answered, what the tools gave. For
 * one thread.
 */
final class Transcript {

    private final List<ChatMessage> messages = new ArrayList<>();
    private final Map<String, Content.@Nullable ToolResult> open = new LinkedHashMap<>();
    private List<Content.ToolCall> calls = List.of();
    private int step;

    /** The place in the journal of what comes next. */
    int step() {
        return step;
    }

    List<ChatMessage> messages() {
        return List.copyOf(messages);
    }

    /** The calls of the last answer that have no result yet. */
    List<Content.ToolCall> pending() {
        return calls.stream().filter(call -> open.get(call.id()) == null).toList();
    }

    void said(List<Content> content) {
        if (content.isEmpty()) {
            return;
        }
        // A provider wants the roles to alternate: what comes in while tools run stands beside their results.
        if (!messages.isEmpty() && messages.getLast().role() == ChatMessage.Role.USER) {
            List<Content> joined = new ArrayList<>(messages.removeLast().content());
            joined.addAll(content);
            messages.add(new ChatMessage(ChatMessage.Role.USER, joined));
        } else {
            messages.add(new ChatMessage(ChatMessage.Role.USER, content));
        }
    }

    void answered(LlmResponse response) {
        if (!response.message().content().isEmpty()) {
            messages.add(response.message());
        }
        calls = response.message().content().stream().filter(Content.ToolCall.class::isInstance)
                .map(Content.ToolCall.class::cast).toList();
        open.clear();
        calls.forEach(call -> open.put(call.id(), null));
        step++;
    }

    /** Takes a result; when the last one is there, all go to the model in the order of the calls. */
    void result(String callId, String text, boolean failed) {
        open.put(callId, new Content.ToolResult(callId, text, failed));
        if (pending().isEmpty()) {
            List<Content> results = new ArrayList<>();
            for (Content.ToolCall call : calls) {
                Content.ToolResult result = open.get(call.id());
                if (result != null) {
                    results.add(result);
                }
            }
            calls = List.of();
            said(results);
        }
    }
}

package dev.telecoder.platform.agent;

import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.api.skill.Origin;
import dev.telecoder.platform.task.RunResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was said in one turn, as the model sees it: what the person said, what the model answered, what the tools gave. What
 * the host says in between follows from these alone, so that a turn read from the journal is the same to the byte as one
 * that runs. For one thread.
 */
final class Transcript {

    /** How often an answer that was cut off is gone on with. */
    private static final int CONTINUATIONS = 8;

    private final List<ChatMessage> messages = new ArrayList<>();
    private final Map<String, Content.@Nullable ToolResult> open = new LinkedHashMap<>();
    private final LoopGuard guard = new LoopGuard();
    private final StringBuilder cut = new StringBuilder();
    private List<Content.ToolCall> calls = List.of();
    private @Nullable Answer answer;
    private @Nullable String stuck;
    private boolean outside;
    private int continued;
    private int empty;
    private int step;

    /**
     * A complete answer to the person.
     *
     * @param text what the model said, with all its parts; may be blank
     * @param refused whether the model withheld it
     */
    record Answer(String text, boolean refused) {}

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

    /** The answer that came last, if nothing was said after it. */
    @Nullable Answer answer() {
        return answer;
    }

    /** The tool that was called over and over without getting on, if one was. */
    @Nullable String stuck() {
        return stuck;
    }

    /** Whether a result repeated what others wrote. */
    boolean outside() {
        return outside;
    }

    void said(List<Content> content) {
        if (content.isEmpty()) {
            return;
        }
        answer = null;
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
        answer = null;
        if (!calls.isEmpty()) {
            cut.setLength(0);
            return;
        }
        String text = response.message().text();
        boolean refused = response.stop() == LlmResponse.Stop.REFUSED;
        if (response.stop() == LlmResponse.Stop.MAX_TOKENS && !text.isBlank() && continued++ < CONTINUATIONS) {
            cut.append(text);
            host("[The answer was cut off by its length. Go on exactly where it ended.]");
        } else if ((cut + text).isBlank() && !refused && ++empty < 2) {
            host("[The answer was empty. Answer the person.]");
        } else {
            answer = new Answer(cut + text, refused);
            cut.setLength(0);
        }
    }

    private void host(String words) {
        said(List.of(new Content.Text(words)));
    }

    /** Takes a result; when the last one is there, all go to the model in the order of the calls. */
    void result(Content.ToolCall call, String run, RunResult result) {
        outside |= result.origin() == Origin.OUTSIDE;
        if (!result.files().isEmpty()) {
            guard.changed();
        }
        LoopGuard.Advice advice = guard.look(call);
        if (advice == LoopGuard.Advice.STOP) {
            stuck = call.tool();
        }
        String nudge = advice == LoopGuard.Advice.GO_ON ? ""
                : "[You have made this very call several times. Do something else, or answer.]\n";
        open.put(call.id(),
                new Content.ToolResult(call.id(), nudge + ResultText.forModel(run, result), !result.succeeded()));
        if (pending().isEmpty()) {
            List<Content> results = new ArrayList<>();
            for (Content.ToolCall each : calls) {
                Content.ToolResult given = open.get(each.id());
                if (given != null) {
                    results.add(given);
                }
            }
            calls = List.of();
            said(results);
        }
    }

    /** Forgets an answer whose calls never got all their results; a provider would refuse it. */
    void dropUnfinished() {
        if (!pending().isEmpty() && !messages.isEmpty()) {
            messages.removeLast();
            calls = List.of();
        }
    }
}

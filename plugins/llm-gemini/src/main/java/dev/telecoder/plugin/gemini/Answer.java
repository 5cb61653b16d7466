package dev.telecoder.plugin.gemini;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
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
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** Puts an answer together from its chunks, telling of it as it grows. For one answer and one thread. */
final class Answer {

    /** Begins the id of a call that the service gave none; such an id is not sent back. */
    static final String OWN_ID = "gemini-call-";

    private static final Set<String> WITHHELD = Set.of("SAFETY", "RECITATION", "LANGUAGE", "BLOCKLIST",
            "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION");
    private static final Set<String> BOTCHED =
            Set.of("MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS", "MALFORMED_RESPONSE",
                    "MISSING_THOUGHT_SIGNATURE");

    private final Consumer<LlmEvent> progress;
    private final List<Content> content = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thought = new StringBuilder();
    private String blocked = "";
    private String finish = "";
    private String finishMessage = "";
    private boolean calls;
    private Usage usage = Usage.of(0, 0);

    Answer(Consumer<LlmEvent> progress) {
        this.progress = progress;
    }

    void add(JsonValue chunk) {
        if (!chunk.get("usageMetadata").isNull()) {
            usage = usage(chunk.get("usageMetadata"));
        }
        chunk.get("promptFeedback").get("blockReason").findText().ifPresent(reason -> blocked = reason);
        for (JsonValue candidate : chunk.get("candidates").items()) {
            if (candidate.get("index").asInt(0) == 0) {
                candidate.get("content").get("parts").items().forEach(this::part);
                candidate.get("finishReason").findText().ifPresent(reason -> finish = reason);
                candidate.get("finishMessage").findText().ifPresent(message -> finishMessage = message);
            }
        }
    }

    private void part(JsonValue part) {
        String signature = part.get("thoughtSignature").text();
        String said = part.get("text").text();
        if (part.get("thought").asBoolean(false)) {
            think(said, signature);
        } else if (!part.get("functionCall").isNull()) {
            flush();
            sign(signature);
            call(part.get("functionCall"));
        } else if (!signature.isEmpty() && said.isEmpty()) {
            flush();
            content.add(Signature.alone(signature));
        } else {
            if (!signature.isEmpty()) {
                // A signed part must come back as it was, not joined with its neighbours.
                flush();
                sign(signature);
            }
            say(said);
            if (!signature.isEmpty()) {
                flush();
            }
        }
    }

    private void think(String said, String signature) {
        flushText();
        thought.append(said);
        if (!said.isEmpty()) {
            progress.accept(new LlmEvent.ReasoningDelta(said));
        }
        if (!signature.isEmpty()) {
            content.add(Signature.ofThought(thought.toString(), signature));
            thought.setLength(0);
        }
    }

    private void say(String said) {
        if (!said.isEmpty()) {
            flushThought();
            text.append(said);
            progress.accept(new LlmEvent.TextDelta(said));
        }
    }

    private void sign(String signature) {
        if (!signature.isEmpty()) {
            content.add(Signature.ofNext(signature));
        }
    }

    private void call(JsonValue call) {
        String name = call.get("name").text();
        String id = call.get("id").text();
        JsonValue arguments = call.get("args");
        calls = true;
        progress.accept(new LlmEvent.ToolCallStarted(name));
        content.add(new Content.ToolCall(id.isEmpty() ? OWN_ID + UUID.randomUUID() : id, name,
                arguments.isNull() ? "{}" : arguments instanceof JsonValue.JsonString written ? written.value()
                        : arguments.toString()));
    }

    private void flush() {
        flushThought();
        flushText();
    }

    private void flushThought() {
        if (!thought.isEmpty()) {
            content.add(Signature.ofThought(thought.toString(), ""));
            thought.setLength(0);
        }
    }

    private void flushText() {
        if (!text.isEmpty()) {
            content.add(new Content.Text(text.toString()));
            text.setLength(0);
        }
    }

    /** The service counts thoughts apart from the answer, and cached tokens with the request. */
    private static Usage usage(JsonValue told) {
        long cached = told.get("cachedContentTokenCount").asLong(0);
        long prompt = told.get("promptTokenCount").asLong(0) + told.get("toolUsePromptTokenCount").asLong(0);
        long thoughts = told.get("thoughtsTokenCount").asLong(0);
        return Usage.of(Math.max(0, prompt - cached), told.get("candidatesTokenCount").asLong(0) + thoughts)
                .withCachedInput(cached).withReasoning(thoughts);
    }

    /** Whether the service said why it stopped. */
    boolean finished() {
        return !finish.isEmpty() || !blocked.isEmpty();
    }

    LlmResponse response() {
        flush();
        if (BOTCHED.contains(finish)) {
            throw PluginException.of(Failure.UNAVAILABLE, GeminiProvider.NAME + " botched its answer (" + finish
                    + (finishMessage.isBlank() ? "" : ": " + finishMessage.strip()) + ").");
        }
        boolean withheld = !blocked.isEmpty() || WITHHELD.contains(finish);
        if (withheld && content.stream().noneMatch(Content.Text.class::isInstance)) {
            say(blocked.isEmpty() ? "(Gemini withheld the answer: " + finish + ")"
                    : "(Gemini did not take the question: " + blocked + ")");
            flush();
        }
        Stop stop = withheld ? Stop.REFUSED : finish.equals("MAX_TOKENS") ? Stop.MAX_TOKENS
                : calls ? Stop.TOOL_CALLS : Stop.END;
        return new LlmResponse(new ChatMessage(Role.ASSISTANT, content), stop, usage);
    }
}

package dev.telecoder.testkit;

import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.ChatMessage.Role;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmProvider;
import dev.telecoder.api.llm.LlmRequest;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.api.llm.LlmResponse.Stop;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A task of four steps with tools, worked through by a provider the way a host does it: run the tests, read the code, mend it,
 * run the tests again. The tools are real to the model: what it gets depends on what it asked for. For one task and one
 * thread.
 *
 * @since 0.2
 */
public final class ToolTask {

    private static final String QUESTION = "the calculator's test fails, please fix it";
    private static final int MOST_STEPS = 10;
    private static final List<LlmRequest.Tool> TOOLS = List.of(
            tool("test_run", "Runs the tests.", "{\"path\":{\"type\":\"string\"}}", "path"),
            tool("code_search", "Finds code.", "{\"query\":{\"type\":\"string\"},\"limit\":{\"type\":\"integer\"}}",
                    "query"),
            tool("code_read", "Reads a file.", "{\"path\":{\"type\":\"string\"}}", "path"),
            tool("code_edit", "Edits a file.", "{\"path\":{\"type\":\"string\"},\"old\":{\"type\":\"string\"},"
                    + "\"new\":{\"type\":\"string\"}}", "path"));

    private final LlmProvider provider;
    private final TestLlmRequest first;
    private final List<String> calls = new ArrayList<>();
    private String code = "int add(int a, int b) { return a - b; }";

    private ToolTask(LlmProvider provider, String model) {
        this.provider = provider;
        this.first = TestLlmRequest.saying("").withModel(model).withSystem("You are a careful programmer.")
                .withTools(TOOLS.toArray(LlmRequest.Tool[]::new)).withMaxOutputTokens(4_096);
    }

    /**
     * What came of the task.
     *
     * @param answer what the model said last
     * @param calls the tools it asked for, in order, each with its arguments
     * @param code the code as it is now
     * @param messages the whole conversation
     */
    public record Outcome(String answer, List<String> calls, String code, List<ChatMessage> messages) {

        /** Copies the lists. */
        public Outcome {
            calls = List.copyOf(calls);
            messages = List.copyOf(messages);
        }
    }

    private static LlmRequest.Tool tool(String name, String description, String properties, String required) {
        return new LlmRequest.Tool(name, description, "{\"type\":\"object\",\"properties\":" + properties
                + ",\"required\":[\"" + required + "\"],\"additionalProperties\":false}");
    }

    /**
     * Makes the answers for {@link Aimock} that lead through the task.
     *
     * @param directory where to write them
     * @return the file
     */
    public static Path fixtures(Path directory) {
        try (InputStream in = ToolTask.class.getResourceAsStream("four-steps.json")) {
            if (in == null) {
                throw new IllegalStateException("The test kit lacks four-steps.json.");
            }
            Path file = directory.resolve("four-steps.json");
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * Works through the task.
     *
     * @param provider who is asked
     * @param model the model's name
     * @return what came of it
     */
    public static Outcome work(LlmProvider provider, String model) {
        return new ToolTask(provider, model).work();
    }

    private Outcome work() {
        List<ChatMessage> messages = new ArrayList<>(List.of(ChatMessage.text(Role.USER, QUESTION)));
        for (int step = 0; step < MOST_STEPS; step++) {
            LlmResponse response = provider.generate(first.withMessages(messages).withStableMessages(messages.size()),
                    event -> {});
            messages.add(response.message());
            if (response.stop() != Stop.TOOL_CALLS) {
                return new Outcome(response.message().text(), calls, code, messages);
            }
            List<Content> results = new ArrayList<>();
            for (Content piece : response.message().content()) {
                if (piece instanceof Content.ToolCall call) {
                    String text = run(call);
                    results.add(new Content.ToolResult(call.id(), text, text.startsWith("error")));
                }
            }
            messages.add(new ChatMessage(Role.USER, results));
        }
        throw new AssertionError("The task did not end within " + MOST_STEPS + " steps: " + calls);
    }

    private String run(Content.ToolCall call) {
        var arguments = JacksonJson.INSTANCE.parse(call.argumentsJson());
        calls.add(call.tool() + " " + arguments);
        return switch (call.tool()) {
            case "test_run" -> code.contains("a + b") ? "42 passed, 0 failed" : "41 passed, 1 failed: CalculatorTest";
            case "code_search" -> "src/Calculator.java:7 " + arguments.get("query").text();
            case "code_read" -> code;
            case "code_edit" -> {
                String old = arguments.get("old").text();
                if (old.isEmpty() || !code.contains(old)) {
                    yield "error: no match";
                }
                code = code.replace(old, arguments.get("new").text());
                yield "edited " + arguments.get("path").text();
            }
            default -> "error: there is no tool " + call.tool();
        };
    }
}

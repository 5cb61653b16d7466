package dev.telecoder.testkit;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.ChatMessage.Role;
import dev.telecoder.api.llm.LlmRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request to a model: {@code TestLlmRequest.saying("Hi").withTools(tool)}. Each {@code with} method gives a new
 * request.
 *
 * @since 1.0
 */
public final class TestLlmRequest implements LlmRequest {

    private final String model;
    private final String system;
    private final List<ChatMessage> messages;
    private final List<Tool> tools;
    private final String toolChoice;
    private final @Nullable String schema;
    private final Thinking thinking;
    private final int stableMessages;
    private final int maxOutputTokens;
    private final CancellationToken cancellation;

    private TestLlmRequest(String model, String system, List<ChatMessage> messages, List<Tool> tools, String toolChoice,
            @Nullable String schema, Thinking thinking, int stableMessages, int maxOutputTokens,
            CancellationToken cancellation) {
        this.model = model;
        this.system = system;
        this.messages = List.copyOf(messages);
        this.tools = List.copyOf(tools);
        this.toolChoice = toolChoice;
        this.schema = schema;
        this.thinking = thinking;
        this.stableMessages = stableMessages;
        this.maxOutputTokens = maxOutputTokens;
        this.cancellation = cancellation;
    }

    /**
     * Makes a request of one message of the user: model {@code test-model}, no instructions, no tools, no thinking,
     * 1,024 tokens of answer, never cancelled.
     *
     * @param text what the user says
     * @return the request
     */
    public static TestLlmRequest saying(String text) {
        return of(ChatMessage.text(Role.USER, text));
    }

    /**
     * Makes a request of a conversation, otherwise like {@link #saying}.
     *
     * @param messages the conversation, oldest first
     * @return the request
     */
    public static TestLlmRequest of(ChatMessage... messages) {
        return new TestLlmRequest("test-model", "", List.of(messages), List.of(), "auto", null, Thinking.NONE, 0, 1024,
                new ManualCancellation());
    }

    /**
     * Sets the model.
     *
     * @param name the provider's name of it
     * @return a new request
     */
    public TestLlmRequest withModel(String name) {
        return new TestLlmRequest(name, system, messages, tools, toolChoice, schema, thinking, stableMessages,
                maxOutputTokens, cancellation);
    }

    /**
     * Sets the conversation.
     *
     * @param conversation the messages, oldest first
     * @return a new request
     */
    public TestLlmRequest withMessages(List<ChatMessage> conversation) {
        return new TestLlmRequest(model, system, conversation, tools, toolChoice, schema, thinking, stableMessages,
                maxOutputTokens, cancellation);
    }

    /**
     * Sets the instructions.
     *
     * @param text the instructions
     * @return a new request
     */
    public TestLlmRequest withSystem(String text) {
        return new TestLlmRequest(model, text, messages, tools, toolChoice, schema, thinking, stableMessages,
                maxOutputTokens, cancellation);
    }

    /**
     * Sets the tools.
     *
     * @param offered the tools
     * @return a new request
     */
    public TestLlmRequest withTools(Tool... offered) {
        return new TestLlmRequest(model, system, messages, List.of(offered), toolChoice, schema, thinking,
                stableMessages,
                maxOutputTokens, cancellation);
    }

    /**
     * Sets which tool must be asked for.
     *
     * @param choice {@code auto}, {@code any}, {@code none} or a tool's name
     * @return a new request
     */
    public TestLlmRequest withToolChoice(String choice) {
        return new TestLlmRequest(model, system, messages, tools, choice, schema, thinking, stableMessages,
                maxOutputTokens, cancellation);
    }

    /**
     * Sets the shape of the answer.
     *
     * @param schemaJson a JSON Schema
     * @return a new request
     */
    public TestLlmRequest withAnswerSchema(String schemaJson) {
        return new TestLlmRequest(model, system, messages, tools, toolChoice, schemaJson, thinking, stableMessages,
                maxOutputTokens, cancellation);
    }

    /**
     * Sets how long the model may think.
     *
     * @param length how long
     * @return a new request
     */
    public TestLlmRequest withThinking(Thinking length) {
        return new TestLlmRequest(model, system, messages, tools, toolChoice, schema, length, stableMessages,
                maxOutputTokens, cancellation);
    }

    /**
     * Sets how many messages will come again unchanged.
     *
     * @param count how many, from the first
     * @return a new request
     */
    public TestLlmRequest withStableMessages(int count) {
        return new TestLlmRequest(model, system, messages, tools, toolChoice, schema, thinking, count, maxOutputTokens,
                cancellation);
    }

    /**
     * Sets the most tokens of the answer.
     *
     * @param tokens the limit
     * @return a new request
     */
    public TestLlmRequest withMaxOutputTokens(int tokens) {
        return new TestLlmRequest(model, system, messages, tools, toolChoice, schema, thinking, stableMessages, tokens,
                cancellation);
    }

    /**
     * Sets what cancels it.
     *
     * @param token such as a {@link ManualCancellation}
     * @return a new request
     */
    public TestLlmRequest withCancellation(CancellationToken token) {
        return new TestLlmRequest(model, system, messages, tools, toolChoice, schema, thinking, stableMessages,
                maxOutputTokens, token);
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public String system() {
        return system;
    }

    @Override
    public List<ChatMessage> messages() {
        return messages;
    }

    @Override
    public List<Tool> tools() {
        return tools;
    }

    @Override
    public String toolChoice() {
        return toolChoice;
    }

    @Override
    public Optional<String> answerSchemaJson() {
        return Optional.ofNullable(schema);
    }

    @Override
    public Thinking thinking() {
        return thinking;
    }

    @Override
    public int stableMessages() {
        return stableMessages;
    }

    @Override
    public int maxOutputTokens() {
        return maxOutputTokens;
    }

    @Override
    public CancellationToken cancellation() {
        return cancellation;
    }
}

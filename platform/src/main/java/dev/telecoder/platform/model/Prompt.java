package dev.telecoder.platform.model;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the agent or a skill asks, before a model is chosen.
 *
 * @param purpose what it is for, such as {@code turn}; counted by it
 * @param system the instructions
 * @param messages the conversation, oldest first
 * @param tools the tools the model may ask for
 * @param toolChoice {@code auto}, {@code any}, {@code none}, or a tool's name
 * @param answerSchemaJson the JSON Schema the answer must follow, if any
 * @param stableMessages how many messages, from the first, will come again unchanged
 * @param small whether the small model will do
 * @param account on whose account
 * @param pick the model somebody chose for it
 */
public record Prompt(String purpose, String system, List<ChatMessage> messages, List<LlmRequest.Tool> tools,
        String toolChoice, Optional<String> answerSchemaJson, int stableMessages, boolean small, Account account,
        Pick pick) {

    /** An image counts as some 1,500 tokens. */
    private static final int IMAGE_CHARS = 6_000;

    /** Copies the lists. */
    public Prompt {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }

    /**
     * Makes a question without tools, to the usual model, on nobody's account.
     *
     * @param purpose what it is for
     * @param system the instructions
     * @param messages the conversation
     * @return the prompt
     */
    public static Prompt plain(String purpose, String system, List<ChatMessage> messages) {
        return new Prompt(purpose, system, messages, List.of(), "none", Optional.empty(), 0, false, Account.NONE,
                Pick.DEFAULT);
    }

    /** {@return the same for the small model} */
    public Prompt toSmallModel() {
        return new Prompt(purpose, system, messages, tools, toolChoice, answerSchemaJson, stableMessages, true, account,
                pick);
    }

    /**
     * Makes the same on an account.
     *
     * @param whose on whose
     * @return the prompt
     */
    public Prompt of(Account whose) {
        return new Prompt(purpose, system, messages, tools, toolChoice, answerSchemaJson, stableMessages, small, whose,
                pick);
    }

    /** The same with the images that may stay; of the others their descriptions do. */
    Prompt withImages(Predicate<Content.Image> stays) {
        if (messages.stream().flatMap(message -> message.content().stream())
                .noneMatch(content -> content instanceof Content.Image image && !stays.test(image))) {
            return this;
        }
        List<ChatMessage> shown = messages.stream().map(message -> new ChatMessage(message.role(),
                message.content().stream().map(content -> content instanceof Content.Image image && !stays.test(image)
                        ? new Content.Text(image.plainText() + " (You are not shown it: this model takes no images.)")
                        : content).toList()))
                .toList();
        return new Prompt(purpose, system, shown, tools, toolChoice, answerSchemaJson, stableMessages, small, account,
                pick);
    }

    /** The size of what is sent, estimated. */
    long estimatedTokens() {
        long chars = system.length() + tools.stream().mapToLong(tool -> tool.name().length()
                + tool.description().length() + tool.inputSchemaJson().length()).sum();
        for (ChatMessage message : messages) {
            chars += message.content().stream().mapToLong(content -> content instanceof Content.Image
                    ? IMAGE_CHARS : content.plainText().length() + 16).sum();
        }
        return chars / 4;
    }

    LlmRequest to(String model, int maxOutputTokens, LlmRequest.Thinking thinking, CancellationToken cancellation) {
        return new Request(this, model, maxOutputTokens, thinking, cancellation);
    }

    private record Request(Prompt prompt, String model, int maxOutputTokens, Thinking thinking,
            CancellationToken cancellation)
            implements
                LlmRequest {

        @Override
        public String system() {
            return prompt.system();
        }

        @Override
        public List<ChatMessage> messages() {
            return prompt.messages();
        }

        @Override
        public List<Tool> tools() {
            return prompt.tools();
        }

        @Override
        public String toolChoice() {
            return prompt.toolChoice();
        }

        @Override
        public Optional<String> answerSchemaJson() {
            return prompt.answerSchemaJson();
        }

        @Override
        public int stableMessages() {
            return prompt.stableMessages();
        }
    }
}

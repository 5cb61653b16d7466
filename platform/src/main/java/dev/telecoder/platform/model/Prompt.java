package dev.telecoder.platform.model;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.LlmRequest;
import java.util.List;
import java.util.Optional;

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
 */
public record Prompt(String purpose, String system, List<ChatMessage> messages, List<LlmRequest.Tool> tools,
        String toolChoice,
        Optional<String> answerSchemaJson, int stableMessages, boolean small) {

    /** Copies the lists. */
    public Prompt {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }

    LlmRequest to(String model, int maxOutputTokens, CancellationToken cancellation) {
        return new Request(this, model, maxOutputTokens, cancellation);
    }

    private record Request(Prompt prompt, String model, int maxOutputTokens, CancellationToken cancellation)
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
        public Thinking thinking() {
            return Thinking.MEDIUM;
        }

        @Override
        public int stableMessages() {
            return prompt.stableMessages();
        }
    }
}

package dev.telecoder.plugin.openai;

import dev.telecoder.api.llm.LlmRequest;
import dev.telecoder.api.llm.LlmRequest.Thinking;
import dev.telecoder.plugin.openai.Quirks.AnswerSchema;
import dev.telecoder.plugin.openai.Quirks.Api;
import dev.telecoder.plugin.openai.Quirks.Effort;
import dev.telecoder.plugin.openai.Quirks.MaxTokens;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one server wants to be spoken to: what its vendor does by itself, and what the settings say otherwise.
 *
 * @param responses whether it is asked by Responses; else by Chat Completions
 * @param stream whether it streams
 * @param streamUsage whether it takes {@code stream_options}
 * @param maxTokens the name of the limit on an answer; null for none
 * @param effort whether it is told how much to think
 * @param reasoningBack whether its thoughts go back
 * @param answerSchema how it is told the shape of an answer
 * @param images whether it takes images
 */
record Dialect(boolean responses, boolean stream, boolean streamUsage, @Nullable String maxTokens, Effort effort,
        boolean reasoningBack, AnswerSchema answerSchema, boolean images) {

    /** Stands behind the description that takes the place of an image. */
    static final String NOT_SHOWN = " (You are not shown it: this model takes no images. Say so where it matters.)";

    static Dialect of(Vendor vendor, Quirks quirks, boolean atVendor) {
        Api api = or(quirks.api(), Api.AUTO);
        boolean openAiItself = atVendor && vendor == Vendor.OPENAI;
        String limit = switch (or(quirks.maxTokens(), MaxTokens.AUTO)) {
            // OpenAI's thinking models take only the new name, and most compatible servers only the old one.
            case AUTO -> openAiItself ? "max_completion_tokens" : "max_tokens";
            case MAX_TOKENS -> "max_tokens";
            case MAX_COMPLETION_TOKENS -> "max_completion_tokens";
            case NONE -> null;
        };
        return new Dialect(api == Api.RESPONSES || api == Api.AUTO && openAiItself, or(quirks.stream(), true),
                or(quirks.streamUsage(), true), limit, or(quirks.reasoningEffort(), Effort.AUTO),
                or(quirks.reasoningBack(), vendor.wantsReasoningBack()),
                or(quirks.answerSchema(), vendor.takesSchemas() ? AnswerSchema.JSON_SCHEMA : AnswerSchema.JSON_OBJECT),
                or(quirks.images(), vendor.takesImages()));
    }

    private static <T> T or(@Nullable T told, T usual) {
        return told == null ? usual : told;
    }

    /** How much to think, in the server's word; empty to leave it to the model. */
    Optional<String> effort(LlmRequest request) {
        boolean told = effort == Effort.ALWAYS || effort == Effort.AUTO && Models.takesEffort(request.model());
        return told && (request.thinking() == Thinking.LOW || request.thinking() == Thinking.HIGH)
                ? Optional.of(request.thinking().name().toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    /** The instructions, with the shape of the answer where it cannot be told otherwise. */
    String instructions(LlmRequest request) {
        return request.answerSchemaJson().isEmpty() || answerSchema == AnswerSchema.JSON_SCHEMA ? request.system()
                : (request.system() + "\n\nAnswer with nothing but JSON that fits this JSON Schema:\n"
                        + request.answerSchemaJson().get()).strip();
    }
}

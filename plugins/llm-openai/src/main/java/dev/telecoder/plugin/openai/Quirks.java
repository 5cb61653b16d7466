package dev.telecoder.plugin.openai;

import dev.telecoder.api.Secret;
import dev.telecoder.api.Setting;
import dev.telecoder.api.json.JsonValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a server that speaks OpenAI's language differs from it. What is null is as the vendor does it.
 *
 * @param api which of the two APIs it speaks
 * @param stream whether it can stream
 * @param streamUsage whether it takes {@code stream_options}
 * @param maxTokens the name it has for the limit on an answer
 * @param reasoningEffort whether it is told how much to think
 * @param reasoningBack whether it wants its thoughts back with the calls that followed them
 * @param answerSchema how it is told the shape of an answer
 * @param images whether it takes images
 * @param headers headers to add
 * @param extraBody members to add to each request
 */
@Setting("How a server that speaks OpenAI's language differs from it.")
record Quirks(
        @Setting(value = "The API: responses, chat, or auto, which is responses at OpenAI's own address and chat"
                + " elsewhere.", byDefault = "auto", examples = "chat") @Nullable Api api,
        @Setting(value = "Whether it streams.", byDefault = "true", examples = "false") @Nullable Boolean stream,
        @Setting(value = "Whether it takes stream_options, which makes it count tokens in a stream.",
                byDefault = "true",
                examples = "false") @Nullable Boolean streamUsage,
        @Setting(
                value = "The name of the limit on an answer in chat: max_tokens, max_completion_tokens, none, or auto.",
                byDefault = "auto", examples = "max_completion_tokens") @Nullable MaxTokens maxTokens,
        @Setting(
                value = "Whether it is told how much to think: always, never, or auto, which is where the model's name is"
                        + " one that is known to take it.",
                byDefault = "auto", examples = "never") @Nullable Effort reasoningEffort,
        @Setting(value = "Whether its thoughts go back as reasoning_content with the calls that followed them.",
                byDefault = "false", examples = "true") @Nullable Boolean reasoningBack,
        @Setting(value = "How it is told the shape of an answer: json_schema, json_object, or words, which is in the"
                + " instructions alone.", byDefault = "json_schema",
                examples = "words") @Nullable AnswerSchema answerSchema,
        @Setting(value = "Whether it takes images; else it is told their descriptions.", byDefault = "true",
                examples = "false") @Nullable Boolean images,
        @Setting(value = "Headers to add to each request.",
                examples = "{X-Title: TeleCoder}") Map<String, Secret> headers,
        @Setting(value = "Members to add to the body of each request.",
                examples = "{provider: {sort: price}}") @Nullable JsonValue extraBody) {

    static final Quirks NONE = new Quirks(null, null, null, null, null, null, null, null, Map.of(), null);

    Quirks {
        headers = Map.copyOf(headers);
        if (extraBody != null && !extraBody.isNull() && !(extraBody instanceof JsonValue.JsonObject)) {
            throw new IllegalArgumentException(
                    "extra_body is no object. Expected keys with values, such as {top_k: 20}.");
        }
    }

    /** Which API. */
    enum Api { AUTO, RESPONSES, CHAT }

    /** How the limit on an answer is called. */
    enum MaxTokens { AUTO, MAX_TOKENS, MAX_COMPLETION_TOKENS, NONE }

    /** Whether the effort is told. */
    enum Effort { AUTO, ALWAYS, NEVER }

    /** How the shape of an answer is told. */
    enum AnswerSchema { JSON_SCHEMA, JSON_OBJECT, WORDS }
}

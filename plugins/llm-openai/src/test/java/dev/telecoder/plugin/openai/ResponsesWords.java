package dev.telecoder.plugin.openai;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.api.llm.LlmResponse.Stop;
import dev.telecoder.testkit.LlmProviderContract;
import dev.telecoder.testkit.LoopbackServer.Reply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A service that speaks Responses, as strict as OpenAI about calls, their results and encrypted thoughts. */
final class ResponsesWords implements LlmProviderContract.Service {

    @Override
    public Reply answer(LlmResponse response) {
        StringBuilder out = new StringBuilder(event("response.created", JsonValue.object().put("response",
                JsonValue.object().put("status", "in_progress").put("output", List.of()).build())));
        List<JsonValue> output = new ArrayList<>();
        for (Content piece : response.message().content()) {
            int index = output.size();
            JsonValue item = switch (piece) {
                case Content.Text text -> text(out, index, text.text());
                case Content.Reasoning thought -> JsonValue.object().put("type", "reasoning").put("id", "rs_1")
                        .put("summary", List.of(JsonValue.object().put("type", "summary_text")
                                .put("text", thought.text()).build()))
                        .put("encrypted_content", thought.signature()).build();
                case Content.ToolCall call -> call(out, index, call);
                default -> throw new IllegalArgumentException("A model does not say " + piece);
            };
            output.add(item);
            out.append(event("response.output_item.done", at(index).put("item", item)));
        }
        LlmResponse.Usage usage = response.usage();
        JsonValue.ObjectBuilder whole = JsonValue.object().put("object", "response").put("output", output)
                .put("usage", JsonValue.object().put("input_tokens", usage.input() + usage.cachedInput())
                        .put("input_tokens_details",
                                JsonValue.object().put("cached_tokens", usage.cachedInput()).build())
                        .put("output_tokens", usage.output()).put("output_tokens_details",
                                JsonValue.object().put("reasoning_tokens", usage.reasoning()).build())
                        .build());
        boolean cut = response.stop() == Stop.MAX_TOKENS;
        if (cut) {
            whole.put("incomplete_details", JsonValue.object().put("reason", "max_output_tokens").build());
        }
        return Reply.events(out.append(event(cut ? "response.incomplete" : "response.completed",
                JsonValue.object().put("response", whole.put("error", null).build()))).toString());
    }

    private static JsonValue text(StringBuilder out, int index, String text) {
        out.append(event("response.output_item.added", at(index).put("item", JsonValue.object().put("type", "message")
                .put("id", "msg_1").put("role", "assistant").put("content", List.of()).build())));
        for (String word : text.split("(?<= )")) {
            out.append(event("response.output_text.delta", at(index).put("content_index", 0).put("delta", word)));
        }
        return JsonValue.object().put("type", "message").put("id", "msg_1").put("role", "assistant").put("content",
                List.of(JsonValue.object().put("type", "output_text").put("text", text).build())).build();
    }

    private static JsonValue call(StringBuilder out, int index, Content.ToolCall call) {
        String json = call.argumentsJson();
        out.append(event("response.output_item.added", at(index).put("item", item(call, ""))));
        for (String half : List.of(json.substring(0, json.length() / 2), json.substring(json.length() / 2))) {
            out.append(event("response.function_call_arguments.delta", at(index).put("delta", half)));
        }
        out.append(event("response.function_call_arguments.done", at(index).put("arguments", json)));
        return item(call, json);
    }

    private static JsonValue item(Content.ToolCall call, String arguments) {
        return JsonValue.object().put("type", "function_call").put("id", "fc_1").put("call_id", call.id())
                .put("name", call.tool()).put("arguments", arguments).build();
    }

    private static JsonValue.ObjectBuilder at(int index) {
        return JsonValue.object().put("output_index", index);
    }

    private static String event(String type, JsonValue.ObjectBuilder data) {
        return "event: " + type + "\ndata: " + data.put("type", type).build() + "\n\n";
    }

    @Override
    public Reply failure(int status, String message) {
        return Reply.of(status, JsonValue.object().put("error", JsonValue.object().put("message", message)
                .put("type", "some_error").put("code", null).build()).build().toString());
    }

    @Override
    public Reply tooLong() {
        return Reply.of(400, """
                {"error": {"message": "Your input exceeds the context window of this model. Please adjust your input and \
                try again.", "type": "invalid_request_error", "param": "input", "code": "context_length_exceeded"}}""");
    }

    @Override
    public Optional<String> complaint(JsonValue body) {
        Set<String> open = new HashSet<>();
        List<String> wrong = new ArrayList<>();
        boolean thought = false;
        for (JsonValue item : body.get("input").items()) {
            String type = item.get("type").text();
            if (type.equals("reasoning")) {
                thought = true;
                if (!item.get("encrypted_content").text().equals("c2lnbmVkLWJ5LXVz")) {
                    wrong.add("The encrypted content could not be verified.");
                }
                continue;
            }
            if (thought && !type.equals("function_call") && !item.get("role").text().equals("assistant")) {
                wrong.add("Item of type 'reasoning' was provided without its required following item.");
            }
            thought = false;
            switch (type) {
                case "function_call" -> open.add(item.get("call_id").text());
                case "function_call_output" -> {
                    if (!open.remove(item.get("call_id").text())) {
                        wrong.add("No tool call found for function call output");
                    }
                }
                default -> {
                    if (!open.isEmpty()) {
                        wrong.add("No tool output found for function call " + open);
                    }
                }
            }
        }
        return wrong.isEmpty() && open.isEmpty() && !thought ? Optional.empty() : Optional.of(wrong + " " + open);
    }

    @Override
    public Map<String, String> environment(String apiKey) {
        return Map.of("OPENAI_API_KEY", apiKey);
    }

    @Override
    public boolean signsThoughts() {
        return true;
    }

    @Override
    public LlmResponse.Usage told(LlmResponse.Usage all) {
        return LlmResponse.Usage.of(all.input(), all.output()).withCachedInput(all.cachedInput())
                .withReasoning(all.reasoning());
    }
}

package dev.telecoder.testkit;

import dev.telecoder.api.http.Http;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmProvider;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.api.llm.LlmResponse.Usage;
import dev.telecoder.testkit.LoopbackServer.Reply;
import dev.telecoder.testkit.PlainLlm.Fault;
import java.net.URI;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LlmProviderContractTest {

    private static volatile Fault fault = Fault.NONE;

    @Test
    void eachRowCatchesTheProviderThatBreaksIt() {
        FaultMatrix.check(Plain.class, Fault.class, chosen -> fault = chosen);
    }

    static final class Plain extends LlmProviderContract {

        @Override
        protected LlmProvider provider(URI service, String apiKey, Http http) {
            return new PlainLlm(service, apiKey, http, fault);
        }

        @Override
        protected Service service() {
            return new PlainWords();
        }
    }

    /** One JSON object a line. */
    private static final class PlainWords implements LlmProviderContract.Service {

        @Override
        public Reply answer(LlmResponse response) {
            StringBuilder out = new StringBuilder();
            for (Content piece : response.message().content()) {
                if (piece instanceof Content.Text text) {
                    for (String word : text.text().split("(?<= )")) {
                        out.append(JsonValue.object().put("text", word).build()).append('\n');
                    }
                } else if (piece instanceof Content.Reasoning thought) {
                    out.append(JsonValue.object().put("thought", thought.text()).put("signature", thought.signature())
                            .build()).append('\n');
                } else if (piece instanceof Content.ToolCall call) {
                    out.append(JsonValue.object().put("call", call.id()).put("tool", call.tool())
                            .put("arguments", call.argumentsJson()).build()).append('\n');
                }
            }
            return Reply.of(200, out.append(JsonValue.object().put("stop", response.stop())
                    .put("input", response.usage().input()).put("output", response.usage().output())
                    .put("cached", response.usage().cachedInput()).build())
                    .append('\n').toString());
        }

        @Override
        public Reply failure(int status, String message) {
            return Reply.of(status, message);
        }

        @Override
        public Reply tooLong() {
            return Reply.of(413, "too long");
        }

        @Override
        public Optional<String> complaint(JsonValue body) {
            Set<String> open = new HashSet<>();
            for (JsonValue message : body.get("messages").items()) {
                for (JsonValue piece : message.items()) {
                    if (!Set.of("", "c2lnbmVkLWJ5LXVz").contains(piece.get("signature").text())) {
                        return Optional.of("a foreign signature");
                    }
                    if (!piece.get("call").isNull()) {
                        open.add(piece.get("call").text());
                    }
                    open.remove(piece.get("result").text());
                }
            }
            return open.isEmpty() ? Optional.empty() : Optional.of("calls without result: " + open);
        }

        @Override
        public boolean signsThoughts() {
            return true;
        }

        @Override
        public Usage told(Usage all) {
            return Usage.of(all.input(), all.output()).withCachedInput(all.cachedInput());
        }

        @Override
        public Map<String, String> environment(String apiKey) {
            return Map.of("PLAIN_API_KEY", apiKey);
        }
    }
}

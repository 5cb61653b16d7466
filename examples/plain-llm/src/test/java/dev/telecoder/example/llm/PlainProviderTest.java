package dev.telecoder.example.llm;

import dev.telecoder.api.Secret;
import dev.telecoder.api.http.Http;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmProvider;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.testkit.LlmProviderContract;
import dev.telecoder.testkit.LoopbackServer.Reply;
import dev.telecoder.testkit.TestContext;
import java.net.URI;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class PlainProviderTest extends LlmProviderContract {

    @Override
    protected LlmProvider provider(URI service, String apiKey, Http http) {
        return new PlainProvider(new PlainConfig(service, new Secret(apiKey)), http, TestContext.with().json());
    }

    @Override
    protected Service service() {
        return new Service() {
            @Override
            public Reply answer(LlmResponse response) {
                StringBuilder out = new StringBuilder();
                for (Content piece : response.message().content()) {
                    if (piece instanceof Content.ToolCall call) {
                        out.append(JsonValue.object().put("call", call.id()).put("tool", call.tool())
                                .put("arguments", call.argumentsJson()).build()).append('\n');
                    } else {
                        for (String word : piece.plainText().split("(?<= )")) {
                            out.append(JsonValue.object().put("text", word).build()).append('\n');
                        }
                    }
                }
                return Reply.of(200, out.append(JsonValue.object().put("stop", response.stop())
                        .put("input", response.usage().input()).put("output", response.usage().output()).build())
                        .append('\n').toString());
            }

            @Override
            public Reply failure(int status, String message) {
                return Reply.of(status, message);
            }

            @Override
            public Reply tooLong() {
                return Reply.of(413, "");
            }

            @Override
            public Optional<String> complaint(JsonValue body) {
                Set<String> open = new HashSet<>();
                for (JsonValue message : body.get("messages").items()) {
                    for (JsonValue piece : message.get("pieces").items()) {
                        piece.get("call").findText().ifPresent(open::add);
                        piece.get("result").findText().ifPresent(open::remove);
                    }
                }
                return open.isEmpty() ? Optional.empty() : Optional.of("calls without a result: " + open);
            }

            @Override
            public boolean takesImages() {
                return false;
            }

            @Override
            public Map<String, String> environment(String apiKey) {
                return Map.of("PLAIN_API_KEY", apiKey);
            }
        };
    }
}

package dev.telecoder.plugin.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.ChatMessage.Role;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmModel;
import dev.telecoder.api.llm.LlmRequest.Thinking;
import dev.telecoder.testkit.LoopbackServer;
import dev.telecoder.testkit.LoopbackServer.Reply;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestLlmRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the settings say of a server that stands in for OpenAI. */
class QuirksTest {

    private final LoopbackServer server = LoopbackServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void speaksTheApiThatFitsTheAddress() {
        assertThat(Dialect.of(Vendor.OPENAI, Quirks.NONE, true).responses()).isTrue();
        assertThat(Dialect.of(Vendor.OPENAI, Quirks.NONE, false).responses()).isFalse();
        assertThat(Dialect.of(Vendor.DEEPSEEK, Quirks.NONE, true).responses()).isFalse();
    }

    @Test
    void writesARequestAsTheSettingsSay() {
        JsonValue usual = asked("{}", request());
        JsonValue odd = asked("""
                {"stream": false, "max_tokens": "max_completion_tokens", "reasoning_effort": "always",
                "reasoning_back": true, "answer_schema": "words", "images": false,
                "headers": {"X-Title": "TeleCoder"}, "extra_body": {"top_k": 20, "provider": {"sort": "price"}}}""",
                request());

        assertThat(usual.get("max_tokens").asInt(0)).isEqualTo(1_024);
        assertThat(usual.get("reasoning_effort").isNull()).isTrue();
        assertThat(usual.get("response_format").get("type").text()).isEqualTo("json_schema");
        assertThat(usual.toString()).contains("data:image/png").doesNotContain("reasoning_content");
        assertThat(odd.get("stream").asBoolean(true)).isFalse();
        assertThat(odd.get("stream_options").isNull()).isTrue();
        assertThat(odd.get("max_completion_tokens").asInt(0)).isEqualTo(1_024);
        assertThat(odd.get("reasoning_effort").text()).isEqualTo("high");
        assertThat(odd.get("response_format").isNull()).isTrue();
        assertThat(odd.get("messages").at(0).get("content").text()).contains("JSON Schema");
        assertThat(odd.get("top_k").asInt(0)).isEqualTo(20);
        assertThat(odd.get("provider").get("sort").text()).isEqualTo("price");
        assertThat(odd.toString()).contains("[image: dot] (You are not shown it: this model takes no images.",
                "\"reasoning_content\":\"hm\"").doesNotContain("AAAA");
        assertThat(server.requests().getLast().headers()).containsEntry("x-title", "TeleCoder");
    }

    @Test
    void leavesOutWhatAServerDoesNotKnow() {
        JsonValue body =
                asked("{\"max_tokens\": \"none\", \"stream_usage\": false, \"answer_schema\": \"json_object\"}",
                        request());

        assertThat(body.get("max_tokens").isNull()).isTrue();
        assertThat(body.get("stream_options").isNull()).isTrue();
        assertThat(body.get("response_format").toString()).isEqualTo("{\"type\":\"json_object\"}");
    }

    @Test
    void refusesABodyThatIsNone() {
        PluginException wrong = catchThrowableOfType(PluginException.class,
                () -> asked("{\"extra_body\": [1]}", request()));

        assertThat(wrong.failure()).isEqualTo(Failure.CONFIGURATION);
        assertThat(wrong).hasMessageContaining("extra_body");
    }

    @Test
    void asksAnotherServerForTheModelOfAFallback() {
        server.answer(Reply.of(200, "{\"choices\":[{\"message\":{\"content\":\"ok\"},\"finish_reason\":\"stop\"}]}"));
        OpenAiProvider provider = new OpenAiProvider(TestContext.withJson("""
                {"provider": "openai", "model": "gpt-5", "api_key": "first", "base_url": "%1$s/one",
                "fallbacks": [{"model": "local", "base_url": "%1$s/two"}, {"provider": "openai", "model": "o3",
                "api_key": "third"}]}""".formatted(server.url())), Map.of());

        for (String model : List.of("gpt-5", "local", "o3")) {
            provider.generate(TestLlmRequest.saying("go").withModel(model), event -> {});
        }

        assertThat(server.requests()).extracting(LoopbackServer.Request::target).containsExactly(
                "/one/chat/completions", "/two/chat/completions", "/one/chat/completions");
        // The key of one server is not shown to another.
        assertThat(server.requests()).extracting(request -> request.headers().get("authorization"))
                .containsExactly("Bearer first", null, "Bearer third");
    }

    /** As OpenRouter streams them: one thought in pieces with its signature last, then one that is encrypted. */
    @Test
    void sendsThoughtsBackAsTheyCameToTheServerTheyCameFrom() {
        server.answer(Reply.events("""
                data: {"choices":[{"index":0,"delta":{"reasoning":"Let me ","reasoning_details":[{"type":"reasoning.text",\
                "text":"Let me ","format":"anthropic-claude-v1","index":0}]}}]}

                data: {"choices":[{"index":0,"delta":{"reasoning":"see.","reasoning_details":[{"type":"reasoning.text",\
                "text":"see.","format":"anthropic-claude-v1","index":0}]}}]}

                data: {"choices":[{"index":0,"delta":{"reasoning_details":[{"type":"reasoning.text","signature":"c2ln",\
                "format":"anthropic-claude-v1","index":0}]}}]}

                data: {"choices":[{"index":0,"delta":{"reasoning_details":[{"type":"reasoning.encrypted","data":"ZW5j",\
                "id":"tool_1","format":"google-gemini-v1","index":1}],"tool_calls":[{"index":0,"id":"tool_1",\
                "type":"function","function":{"name":"read","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}

                data: [DONE]

                """));
        TestContext context = TestContext.with("base_url", server.url());
        ChatMessage answer = new OpenAiProvider(context, Map.of()).generate(TestLlmRequest.saying("go"), event -> {})
                .message();
        TestLlmRequest next = TestLlmRequest.of(ChatMessage.text(Role.USER, "go"), answer,
                new ChatMessage(Role.USER, List.of(new Content.ToolResult("tool_1", "done", false))));

        JsonValue said = asked("{}", next).get("messages").at(1);

        assertThat(said.get("reasoning_details")).isEqualTo(context.json().parse("""
                [{"type":"reasoning.text","text":"Let me see.","format":"anthropic-claude-v1","index":0,
                "signature":"c2ln"},
                {"type":"reasoning.encrypted","data":"ZW5j","id":"tool_1","format":"google-gemini-v1","index":1}]"""));
        assertThat(said.get("tool_calls").at(0).get("id").text()).isEqualTo("tool_1");
        try (LoopbackServer other = LoopbackServer.start()) {
            other.answer(
                    Reply.of(200, "{\"choices\":[{\"message\":{\"content\":\"ok\"},\"finish_reason\":\"stop\"}]}"));
            new OpenAiProvider(TestContext.with("base_url", other.url()), Map.of()).generate(next, event -> {});
            assertThat(other.requests().getLast().body()).doesNotContain("reasoning_details", "c2ln");
        }
    }

    @Test
    void readsHowMuchAServerSaysThatFits() {
        server.answer(Reply.of(200, """
                {"data": [{"id": "meta/llama-4", "context_length": 1000000, "top_provider": {"max_completion_tokens": 16000}},
                {"id": "served-by-vllm", "max_model_len": 32768}]}"""));

        List<LlmModel> models = new OpenAiProvider(TestContext.with("base_url", server.url()), Map.of()).models();

        assertThat(models).extracting(LlmModel::contextTokens).containsExactly(1_000_000, 32_768);
        assertThat(models.getFirst().maxOutputTokens()).isEqualTo(16_000);
    }

    private static TestLlmRequest request() {
        return TestLlmRequest.of(new ChatMessage(Role.USER, List.of(new Content.Image("image/png", "AAAA", "dot"))),
                new ChatMessage(Role.ASSISTANT, List.of(new Content.Reasoning("hm", ""),
                        new Content.ToolCall("a", "read", "{}"))),
                new ChatMessage(Role.USER, List.of(new Content.ToolResult("a", "done", false))))
                .withModel("some-model").withThinking(Thinking.HIGH).withAnswerSchema("{\"type\":\"object\"}");
    }

    private JsonValue asked(String quirks, TestLlmRequest request) {
        server.answer(Reply.of(200, "{\"choices\":[{\"message\":{\"content\":\"ok\"},\"finish_reason\":\"stop\"}]}"));
        new OpenAiProvider(TestContext.withJson("{\"base_url\": \"" + server.url() + "\", \"openai\": " + quirks + "}"),
                Map.of()).generate(request, event -> {});
        return TestContext.with().json().parse(server.requests().getLast().body());
    }
}

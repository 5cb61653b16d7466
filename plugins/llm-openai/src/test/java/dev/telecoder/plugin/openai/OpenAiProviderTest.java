package dev.telecoder.plugin.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmEvent;
import dev.telecoder.api.llm.LlmModel;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.api.llm.LlmResponse.Stop;
import dev.telecoder.support.llm.LlmSettings;
import dev.telecoder.testkit.LoopbackServer;
import dev.telecoder.testkit.LoopbackServer.Reply;
import dev.telecoder.testkit.ManualClock;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestLlmRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiProviderTest {

    private final LoopbackServer server = LoopbackServer.start();
    private final List<LlmEvent> events = new ArrayList<>();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void assemblesCallsThatArriveInterleaved() {
        LlmResponse response = ask(Reply.events(resource("parallel-calls.sse")));

        assertThat(response.message().content()).containsExactly(new Content.Text("Let me look."),
                new Content.ToolCall("call_a", "ci_status", "{\"repo\":\"myorg/api\"}"),
                new Content.ToolCall("call_b", "ci_status", "{\"repo\":\"myorg/web\"}"));
        assertThat(response.stop()).isEqualTo(Stop.TOOL_CALLS);
        assertThat(events).containsSequence(new LlmEvent.ToolCallStarted("ci_status"),
                new LlmEvent.ToolCallStarted("ci_status"));
    }

    @Test
    void tellsCallsApartWithoutAnIndex() {
        LlmResponse response = ask(Reply.events(resource("calls-without-index.sse")));

        assertThat(response.message().content()).containsExactly(new Content.ToolCall("one", "first", "{\"a\":1}"),
                new Content.ToolCall("two", "second", "{}"));
        assertThat(response.stop()).isEqualTo(Stop.TOOL_CALLS);
    }

    @Test
    void readsReasoningAndCachedTokens() {
        LlmResponse response = ask(Reply.events(resource("deepseek-reasoning.sse")));

        assertThat(response.message().content()).containsExactly(new Content.Reasoning("Short is best.", ""),
                new Content.Text("Short answer."));
        assertThat(response.usage().input()).isEqualTo(36);
        assertThat(response.usage().cachedInput()).isEqualTo(64);
        assertThat(response.usage().output()).isEqualTo(20);
        assertThat(response.usage().reasoning()).isEqualTo(12);
        assertThat(events).contains(new LlmEvent.ReasoningDelta("Short is "));
    }

    @Test
    void readsAnAnswerOfAServerThatDoesNotStream() {
        LlmResponse response = ask(Reply.of(200, resource("whole.json")));

        assertThat(response.message().content()).containsExactly(new Content.Text("Looking."),
                new Content.ToolCall("c1", "a", "{\"x\":1}"), new Content.ToolCall("c2", "b", "{}"));
        assertThat(response.usage().output()).isEqualTo(9);
    }

    @Test
    void saysWhyAnAnswerStopped() {
        assertThat(ask(stream("\"content\":\"half\"", "length")).stop()).isEqualTo(Stop.MAX_TOKENS);
        assertThat(ask(stream("\"content\":\"\"", "content_filter")).stop()).isEqualTo(Stop.REFUSED);
        assertThat(ask(stream("\"refusal\":\"I cannot.\"", "stop")).stop()).isEqualTo(Stop.REFUSED);
        assertThat(ask(stream("\"refusal\":\"I cannot.\"", "stop")).message().text()).isEqualTo("I cannot.");
    }

    @Test
    void takesAStreamWithoutItsClosingLine() {
        assertThat(ask(Reply.events("""
                : keep-alive

                data:{"choices":[{"delta":{"content":"fine"},"finish_reason":"stop"}]}

                """)).message().text()).isEqualTo("fine");
    }

    @ParameterizedTest
    @CsvSource({"rate_limit_error,RATE_LIMITED", "server_error,UNAVAILABLE", "invalid_api_key,AUTHENTICATION",
            "context_length_exceeded,CONTEXT_TOO_LONG", "invalid_request_error,REJECTED"})
    void readsAnErrorInsideTheStream(String type, Failure kind) {
        assertThat(failing(Reply.events("data: {\"choices\":[{\"delta\":{\"content\":\"So\"}}]}\n\ndata: {\"error\":"
                + "{\"message\":\"It broke\",\"type\":\"" + type + "\",\"code\":\"" + type + "\"}}\n\n")).failure())
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"400,REJECTED", "402,REJECTED", "403,AUTHENTICATION", "404,REJECTED", "413,CONTEXT_TOO_LONG",
            "422,REJECTED",
            "500,UNAVAILABLE", "502,UNAVAILABLE", "529,UNAVAILABLE"})
    void namesTheKindOfARefusal(int status, Failure kind) {
        PluginException failure =
                failing(Reply.of(status, "{\"error\":{\"message\":\"model `x` sk-live-abcdefgh12 is odd\"}}"));

        assertThat(failure.failure()).isEqualTo(kind);
        assertThat(failure).hasMessageContaining("model `x`").hasMessageContaining("" + status);
        assertThat(failure.getMessage()).doesNotContain("sk-live");
    }

    @Test
    void cutsWhatAProxySays() {
        assertThat(failing(Reply.of(502, "<html>" + "x".repeat(5000))).getMessage()).doesNotContain("<html>");
        assertThat(failing(Reply.of(400, "🦞".repeat(5000))).getMessage()).hasSizeLessThan(600);
    }

    @Test
    void waitsUntilTheDateTheServiceNames() {
        assertThat(failing(Reply.of(429, "{}").withHeader("Retry-After", "Sun, 22 Nov 2026 10:00:30 GMT")).retryAfter())
                .contains(Duration.ofSeconds(30));
        assertThat(failing(Reply.of(429, "{}").withHeader("Retry-After", "1.5")).retryAfter())
                .contains(Duration.ofMillis(1500));
        assertThat(failing(Reply.of(429, "{}")).retryAfter()).isEmpty();
        assertThat(failing(Reply.of(429, "{}").withHeader("Retry-After", "soon")).retryAfter()).isEmpty();
    }

    @Test
    void takesTheKeyFromTheEnvironmentOnlyIfThereIsNoOther() {
        server.answer(stream("\"content\":\"ok\"", "stop"));
        Map<String, String> environment = Map.of("OPENAI_API_KEY", "from-environment");
        String url = server.url() + "/v1/";

        new OpenAiProvider(TestContext.with("base_url", url), environment).generate(TestLlmRequest.saying("a"),
                e -> {});
        new OpenAiProvider(TestContext.with("base_url", url, "api_key", "from-file", "fallbacks", List.of()),
                environment)
                .generate(TestLlmRequest.saying("a"), e -> {});
        new OpenAiProvider(TestContext.with("base_url", url), Map.of()).generate(TestLlmRequest.saying("a"), e -> {});

        assertThat(server.requests()).extracting(request -> request.headers().get("authorization"))
                .containsExactly("Bearer from-environment", "Bearer from-file", null);
        assertThat(server.requests()).extracting(LoopbackServer.Request::target).containsOnly("/v1/chat/completions");
    }

    @Test
    void leavesTheSectionOfAnotherProviderAlone() {
        TestContext context = TestContext.with("provider", "anthropic", "base_url", "http://127.0.0.1:1", "api_key",
                "theirs");

        LlmSettings.Access config = context.config(OpenAiConfig.class).shared().access("openai");

        assertThat(config.baseUrl()).isNull();
        assertThat(config.apiKey()).isNull();
    }

    @Test
    void refusesAnAddressThatIsNone() {
        PluginException refused = catchThrowableOfType(PluginException.class,
                () -> new OpenAiProvider(TestContext.with("base_url", "api.example.com"), Map.of()));

        assertThat(refused.failure()).isEqualTo(Failure.CONFIGURATION);
        assertThat(refused).hasMessageContaining("llm.base_url");
    }

    @Test
    void readsItsPartOfTheFallbacks() {
        LlmSettings.Access config = TestContext.withJson("""
                {"provider": "anthropic", "api_key": "theirs", "model": "x", "fallbacks": [
                {"model": "y"}, {"provider": "openai", "api_key": "ours", "base_url": "http://127.0.0.1:9/"}]}""")
                .config(OpenAiConfig.class).shared().access("openai");

        assertThat(config.baseUrl()).isEqualTo("http://127.0.0.1:9");
        assertThat(config.apiKey()).isNotNull().extracting(key -> key.reveal()).isEqualTo("ours");
    }

    @Test
    void listsModelsBestForCodingFirst() {
        server.answer(Reply.of(200,
                """
                {"data": [{"id": "gpt-4o"}, {"id": "text-embedding-3-small"}, {"id": "gpt-5-codex"}, {"id": "my-own"}]}"""));

        List<LlmModel> models = provider().models();

        assertThat(models).extracting(LlmModel::name).containsExactly("gpt-5-codex", "gpt-4o", "my-own");
        assertThat(models.get(1).contextTokens()).isEqualTo(128_000);
        assertThat(models.get(1).seesImages()).isTrue();
    }

    private OpenAiProvider provider() {
        return new OpenAiProvider(TestContext.with("base_url", server.url() + "/v1", "api_key", "k")
                .withClock(ManualClock.at("2026-11-22T10:00:00Z")), Map.of());
    }

    private LlmResponse ask(Reply reply) {
        server.answer(reply);
        events.clear();
        return provider().generate(TestLlmRequest.saying("go"), events::add);
    }

    private PluginException failing(Reply reply) {
        return catchThrowableOfType(PluginException.class, () -> ask(reply));
    }

    private static Reply stream(String delta, String finish) {
        return Reply.events("data: {\"choices\":[{\"index\":0,\"delta\":{" + delta + "},\"finish_reason\":\"" + finish
                + "\"}]}\n\ndata: [DONE]\n\n");
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(OpenAiProviderTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}

package dev.telecoder.plugin.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.ChatMessage.Role;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmEvent;
import dev.telecoder.api.llm.LlmModel;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.api.llm.LlmResponse.Stop;
import dev.telecoder.testkit.LoopbackServer;
import dev.telecoder.testkit.LoopbackServer.Reply;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestLlmRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiProviderTest {

    private final LoopbackServer server = LoopbackServer.start();
    private final List<LlmEvent> events = new ArrayList<>();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void sendsSignedPartsBackAsTheyWere() {
        LlmResponse first = ask(events("""
                {"text": "I weigh it. ", "thought": true}""", """
                {"text": "Looking"}""", """
                {"text": " at it.", "thoughtSignature": "c2lnLXRleHQ="}""", """
                {"functionCall": {"name": "read", "args": {"p": 1}}, "thoughtSignature": "c2lnLWNhbGw="}""", """
                {"functionCall": {"name": "read", "args": {"p": 2}}}""", """
                {"text": "", "thoughtSignature": "c2lnLWVuZA=="}"""));
        List<Content.ToolCall> calls = calls(first);
        ask(events("{\"text\": \"Done.\"}"), ChatMessage.text(Role.USER, "go"), first.message(),
                new ChatMessage(Role.USER, List.of(new Content.ToolResult(calls.get(1).id(), "two", false),
                        new Content.ToolResult(calls.get(0).id(), "one", true), new Content.Text("and hurry"))));

        assertThat(first.message().text()).isEqualTo("Looking at it.");
        assertThat(events).contains(new LlmEvent.TextDelta("Done."));
        assertThat(server.requests().get(1).body()).contains("""
                {"role":"model","parts":[{"text":"Looking"},{"text":" at it.","thoughtSignature":"c2lnLXRleHQ="},\
                {"functionCall":{"name":"read","args":{"p":1}},"thoughtSignature":"c2lnLWNhbGw="},\
                {"functionCall":{"name":"read","args":{"p":2}}},{"text":"","thoughtSignature":"c2lnLWVuZA=="}]},\
                {"role":"user","parts":[{"functionResponse":{"name":"read","response":{"error":"one"}}},\
                {"functionResponse":{"name":"read","response":{"output":"two"}}}]},\
                {"role":"user","parts":[{"text":"and hurry"}]}""");
    }

    @Test
    void repeatsTheIdsThatTheServiceGave() {
        LlmResponse first = ask(events("{\"functionCall\": {\"id\": \"fc-7\", \"name\": \"read\", \"args\": {}}}"));
        ask(events("{\"text\": \"Done.\"}"), ChatMessage.text(Role.USER, "go"), first.message(), new ChatMessage(
                Role.USER, List.of(new Content.ToolResult("fc-7", "ok", false))));

        assertThat(server.requests().get(1).body()).contains("\"functionCall\":{\"id\":\"fc-7\",\"name\":\"read\"",
                "\"functionResponse\":{\"id\":\"fc-7\",\"name\":\"read\"");
    }

    @Test
    void tellsANewModelThatACallOfAnotherIsNotSigned() {
        ChatMessage foreign = new ChatMessage(Role.ASSISTANT, List.of(new Content.ToolCall("a", "read", "{}"),
                new Content.ToolCall("b", "read", "{}")));
        TestLlmRequest request = TestLlmRequest.of(ChatMessage.text(Role.USER, "go"), foreign);
        server.answer(events("{\"text\": \"Done.\"}"));

        provider().generate(request.withModel("gemini-3-pro-preview"), event -> {});
        provider().generate(request.withModel("gemini-2.5-pro"), event -> {});

        assertThat(server.requests().get(0).body().split(Signature.NONE, -1)).hasSize(2);
        assertThat(server.requests().get(1).body()).doesNotContain(Signature.NONE);
    }

    @ParameterizedTest
    @CsvSource({"SAFETY", "PROHIBITED_CONTENT", "RECITATION", "BLOCKLIST"})
    void saysThatAnAnswerWasWithheld(String reason) {
        LlmResponse withheld = ask(Reply.events("data: {\"candidates\":[{\"finishReason\":\"" + reason + "\"}]}\n\n"));
        LlmResponse blocked =
                ask(Reply.events("data: {\"promptFeedback\":{\"blockReason\":\"" + reason + "\"}}\n\n"));

        assertThat(withheld.stop()).isEqualTo(Stop.REFUSED);
        assertThat(withheld.message().text()).contains("withheld", reason);
        assertThat(blocked.stop()).isEqualTo(Stop.REFUSED);
        assertThat(blocked.message().text()).contains("did not take the question", reason);
    }

    @Test
    void failsWhereTheModelBotchedACall() {
        PluginException failure = failing(Reply.events("data: {\"candidates\":[{\"finishReason\":"
                + "\"MALFORMED_FUNCTION_CALL\",\"finishMessage\":\"Malformed function call: print(\"}]}\n\n"));

        assertThat(failure.failure()).isEqualTo(Failure.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("MALFORMED_FUNCTION_CALL").hasMessageContaining("print(");
    }

    @Test
    void saysThatTheAnswerReachedItsLimit() {
        assertThat(ask(Reply.events("data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Half\"}]},"
                + "\"finishReason\":\"MAX_TOKENS\"}]}\n\n")).stop()).isEqualTo(Stop.MAX_TOKENS);
    }

    @Test
    void takesChunksInOneArray() {
        assertThat(ask(Reply.of(200, """
                [{"candidates": [{"content": {"parts": [{"text": "Hel"}]}}]},
                {"candidates": [{"content": {"parts": [{"text": "lo"}]}, "finishReason": "STOP"}]}]"""))
                .message().text()).isEqualTo("Hello");
    }

    @ParameterizedTest
    @CsvSource({"429,RATE_LIMITED", "503,UNAVAILABLE", "400,REJECTED", "401,AUTHENTICATION"})
    void readsAnErrorInsideTheStream(int code, Failure kind) {
        assertThat(failing(Reply.events("data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"So\"}]}}]}\n\n"
                + "data: {\"error\":{\"code\":" + code + ",\"message\":\"It broke\"}}\n\n")).failure()).isEqualTo(kind);
    }

    @Test
    void waitsAsLongAsTheBodySays() {
        Reply limited = Reply.of(429, """
                {"error": {"code": 429, "message": "Quota exceeded", "status": "RESOURCE_EXHAUSTED", "details": [
                {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "17.5s"}]}}""");

        assertThat(failing(limited).retryAfter()).contains(Duration.ofMillis(17_500));
        assertThat(failing(limited.withHeader("Retry-After", "3")).retryAfter()).contains(Duration.ofSeconds(3));
    }

    @Test
    void knowsAWrongKeyThoughItIsABadRequest() {
        PluginException refused = failing(Reply.of(400, """
                {"error": {"code": 400, "message": "API key not valid. Please pass a valid API key.", "details": [
                {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}]}}"""));

        assertThat(refused.failure()).isEqualTo(Failure.AUTHENTICATION);
        assertThat(refused).hasMessageContaining("GEMINI_API_KEY");
    }

    @Test
    void asksTheModelAtItsAddress() {
        server.answer(events("{\"text\": \"ok\"}"));
        Map<String, String> environment = Map.of("GOOGLE_API_KEY", "from-environment");

        new GeminiProvider(TestContext.with("base_url", server.url() + "/v1beta/"), environment)
                .generate(TestLlmRequest.saying("a").withModel("gemini-2.5-flash"), e -> {});
        new GeminiProvider(TestContext.with("base_url", server.url(), "api_key", "from-file"), environment)
                .generate(TestLlmRequest.saying("a").withModel("tunedModels/my own"), e -> {});

        assertThat(server.requests()).extracting(LoopbackServer.Request::target).containsExactly(
                "/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse",
                "/v1beta/tunedModels/my%20own:streamGenerateContent?alt=sse");
        assertThat(server.requests()).extracting(request -> request.headers().get("x-goog-api-key"))
                .containsExactly("from-environment", "from-file");
    }

    @Test
    void listsModelsOfAllPagesBestForCodingFirst() {
        server.answer(request -> Reply.of(200, request.target().contains("pageToken=n%26xt") ? """
                {"models": [{"name": "models/gemini-3-pro-preview", "inputTokenLimit": 1048576, "outputTokenLimit": 65536,
                "supportedGenerationMethods": ["generateContent"], "thinking": true}]}""" : """
                {"models": [{"name": "models/gemini-2.5-flash", "supportedGenerationMethods": ["generateContent"]},
                {"name": "models/gemini-2.5-flash-lite", "supportedGenerationMethods": ["generateContent"]},
                {"name": "models/gemini-2.5-pro", "supportedGenerationMethods": ["generateContent", "countTokens"]},
                {"name": "models/gemini-embedding-001", "supportedGenerationMethods": ["embedContent"]},
                {"name": "models/gemini-2.5-flash-preview-tts", "supportedGenerationMethods": ["generateContent"]}],
                "nextPageToken": "n&xt"}"""));

        List<LlmModel> models = provider().models();

        assertThat(models).extracting(LlmModel::name).containsExactly("gemini-3-pro-preview", "gemini-2.5-pro",
                "gemini-2.5-flash", "gemini-2.5-flash-lite");
        assertThat(models.getFirst().contextTokens()).isEqualTo(1_048_576);
        assertThat(models.getFirst().thinks()).isTrue();
    }

    private static Reply events(String... parts) {
        StringBuilder out = new StringBuilder();
        for (String part : parts) {
            out.append("data: {\"candidates\":[{\"content\":{\"parts\":[").append(part).append("]}}]}\n\n");
        }
        return Reply.events(out.append("data: {\"candidates\":[{\"finishReason\":\"STOP\"}]}\n\n").toString());
    }

    private GeminiProvider provider() {
        return new GeminiProvider(TestContext.with("base_url", server.url(), "api_key", "k"), Map.of());
    }

    private LlmResponse ask(Reply reply, ChatMessage... messages) {
        server.answer(reply);
        events.clear();
        return provider().generate(messages.length == 0 ? TestLlmRequest.saying("go") : TestLlmRequest.of(messages),
                events::add);
    }

    private PluginException failing(Reply reply) {
        return catchThrowableOfType(PluginException.class, () -> ask(reply));
    }

    private static List<Content.ToolCall> calls(LlmResponse response) {
        return response.message().content().stream().filter(Content.ToolCall.class::isInstance)
                .map(Content.ToolCall.class::cast).toList();
    }
}

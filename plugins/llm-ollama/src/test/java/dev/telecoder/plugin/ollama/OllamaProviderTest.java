package dev.telecoder.plugin.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.ChatMessage.Role;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmModel;
import dev.telecoder.api.llm.LlmRequest;
import dev.telecoder.api.llm.LlmRequest.Thinking;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.api.llm.LlmResponse.Stop;
import dev.telecoder.testkit.ContractFiles;
import dev.telecoder.testkit.LoopbackServer;
import dev.telecoder.testkit.LoopbackServer.Reply;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestLlmRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OllamaProviderTest {

    private static final LlmRequest.Tool READ = new LlmRequest.Tool("read", "Reads.", "{\"type\":\"object\"}");
    private static final LlmRequest.Tool RUN = new LlmRequest.Tool("run", "Runs.", "{\"type\":\"object\"}");
    private static final Reply HELLO = Reply.of(200, """
            {"message":{"role":"assistant","content":"Hello."},"done":true,"done_reason":"stop"}
            """);

    private final LoopbackServer server = LoopbackServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void sendsItsThoughtAndTheResultsInTheOrderOfTheCalls() {
        LlmResponse first = ask(TestLlmRequest.saying("go"), Reply.of(200, """
                {"message":{"role":"assistant","content":"","thinking":"Two files."},"done":false}
                {"message":{"role":"assistant","content":"","tool_calls":[{"function":{"name":"read","arguments":{"p":1}}},
                 {"function":{"name":"read","arguments":{"p":2}}}]},"done":false}
                {"message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","eval_count":9}
                """.replace("},\n {", "},{")));
        List<Content> pieces = first.message().content();
        ask(TestLlmRequest.of(ChatMessage.text(Role.USER, "go"), first.message(), new ChatMessage(Role.USER, List.of(
                new Content.ToolResult(((Content.ToolCall) pieces.get(2)).id(), "two", false),
                new Content.ToolResult(((Content.ToolCall) pieces.get(1)).id(), "one", false)))), HELLO);

        List<JsonValue> messages = body(1).get("messages").items();
        assertThat(first.stop()).isEqualTo(Stop.TOOL_CALLS);
        assertThat(messages.get(1).get("thinking").text()).isEqualTo("Two files.");
        assertThat(messages.get(1).get("tool_calls").at(1).get("function").toString())
                .isEqualTo("{\"name\":\"read\",\"arguments\":{\"p\":2}}");
        assertThat(messages).extracting(message -> message.get("content").text()).containsExactly("go", "", "one",
                "two");
        assertThat(messages.get(2).get("tool_name").text()).isEqualTo("read");
    }

    @Test
    void saysHowToGetAModelThatIsMissing() {
        PluginException missing = catchThrowableOfType(PluginException.class,
                () -> ask(TestLlmRequest.saying("go").withModel("qwen3:8b"),
                        Reply.of(404, "{\"error\":\"model 'qwen3:8b' not found\"}")));

        assertThat(missing.failure()).isEqualTo(Failure.REJECTED);
        assertThat(missing).hasMessageContaining("not found").hasMessageContaining("ollama pull qwen3:8b");
    }

    @Test
    void saysHowToStartAServerThatIsNotThere() {
        server.close();

        PluginException gone = catchThrowableOfType(PluginException.class,
                () -> provider().generate(TestLlmRequest.saying("go"), event -> {}));

        assertThat(gone.failure()).isEqualTo(Failure.UNAVAILABLE);
        assertThat(gone).hasMessageContaining("ollama serve");
    }

    @Test
    void readsAnErrorInsideTheStream() {
        PluginException broken = catchThrowableOfType(PluginException.class, () -> ask(TestLlmRequest.saying("go"),
                Reply.of(200,
                        "{\"message\":{\"content\":\"So\"},\"done\":false}\n{\"error\":\"llama runner died\"}\n")));

        assertThat(broken.failure()).isEqualTo(Failure.UNAVAILABLE);
        assertThat(broken).hasMessageContaining("llama runner died");
    }

    @Test
    void growsTheContextByDoublingSoThatNothingIsDropped() {
        TestLlmRequest request = TestLlmRequest.saying("x".repeat(30_000));

        ask(TestLlmRequest.saying("go"), HELLO);
        ask(request, HELLO);
        new OllamaProvider(TestContext.with("base_url", server.url(), "ollama", Map.of("num_ctx", 20_000, "keep_alive",
                "30m")), Map.of()).generate(request, event -> {});

        assertThat(body(0).get("options").get("num_ctx").asInt(0)).isEqualTo(8_192);
        assertThat(body(1).get("options").get("num_ctx").asInt(0)).isEqualTo(16_384);
        assertThat(body(2).get("options").get("num_ctx").asInt(0)).isEqualTo(20_000);
        assertThat(body(2).get("keep_alive").text()).isEqualTo("30m");
        assertThat(body(0).get("options").get("num_predict").asInt(0)).isEqualTo(1_024);
    }

    @Test
    void keepsAModelForEverWhereThatIsSaid() {
        server.answer(HELLO);

        new OllamaProvider(TestContext.with("base_url", server.url(), "ollama", Map.of("keep_alive", "-1")), Map.of())
                .generate(TestLlmRequest.saying("go"), event -> {});

        assertThat(body(0).get("keep_alive").asInt(0)).isEqualTo(-1);
    }

    @Test
    void refusesWhatCannotFitInsteadOfLettingItBeCut() {
        PluginException tooLong = catchThrowableOfType(PluginException.class, () -> ask(
                TestLlmRequest.saying("x".repeat(800_000)), HELLO));

        assertThat(tooLong.failure()).isEqualTo(Failure.CONTEXT_TOO_LONG);
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"qwen3:8b,HIGH,true", "qwen3:8b,NONE,false", "gpt-oss:20b,LOW,low", "gpt-oss:20b,NONE,low",
            "llama3.2,HIGH,''", "qwen3-coder:30b,HIGH,''", "qwen3:8b,MEDIUM,''"})
    void asksOnlyModelsToThinkThatCan(String model, Thinking thinking, String expected) {
        ask(TestLlmRequest.saying("go").withModel(model).withThinking(thinking), HELLO);

        assertThat(body(0).get("think").text()).isEqualTo(expected);
    }

    @Test
    void offersOnlyTheToolThatMustBeCalled() {
        TestLlmRequest request = TestLlmRequest.saying("go").withTools(READ, RUN);

        ask(request, HELLO);
        ask(request.withToolChoice("run"), HELLO);
        ask(request.withToolChoice("none"), HELLO);

        assertThat(body(0).get("tools").items()).hasSize(2);
        assertThat(body(1).get("tools").items()).singleElement().satisfies(tool -> assertThat(tool.toString())
                .contains("\"run\""));
        assertThat(body(1).get("messages").at(0).get("content").text()).contains("Call the tool run");
        assertThat(body(2).get("tools").isNull()).isTrue();
    }

    @Test
    void fitsThePublishedSpecification() {
        String spec = "llm/specs/ollama.openapi.json";
        ask(TestLlmRequest.of(new ChatMessage(Role.USER, List.of(new Content.Text("Look"),
                new Content.Image("image/png", "AAAA", "dot"))),
                new ChatMessage(Role.ASSISTANT, List.of(new Content.ToolCall("c:1", "read", "{\"a"))),
                new ChatMessage(Role.USER, List.of(new Content.ToolResult("c:1", "done", true),
                        new Content.Text("go on"))))
                .withModel("qwen3:8b").withSystem("Be brief.").withTools(READ).withThinking(Thinking.LOW)
                .withAnswerSchema("{\"type\":\"object\"}"), HELLO);

        assertThat(ContractFiles.violations(spec, "ChatRequest", body(0))).isEmpty();
        assertThat(ContractFiles.violations(spec, "ChatRequest", JsonValue.object().put("model", "m")
                .put("messages", List.of(JsonValue.object().put("role", "nobody").put("content", "x").build()))
                .build())).isNotEmpty();
    }

    @Test
    void listsModelsBestForCodingFirst() {
        server.answer(request -> request.target().equals("/api/tags") ? Reply.of(200, """
                {"models": [{"name": "llama3.2:3b", "details": {"parameter_size": "3.2B"}},
                {"name": "nomic-embed-text:latest", "details": {"parameter_size": "137M"}},
                {"name": "qwen3-coder:30b", "details": {"parameter_size": "30.5B"}},
                {"name": "gemma3:27b", "details": {"parameter_size": "27.4B"}}]}""")
                : Reply.of(200, request.body().contains("coder")
                        ? "{\"capabilities\": [\"completion\", \"tools\"], \"model_info\": {\"qwen3moe.context_length\": 262144}}"
                        : request.body().contains("llama")
                                ? "{\"capabilities\": [\"completion\", \"tools\"], \"model_info\": {\"llama.context_length\": 16384}}"
                                : request.body().contains("nomic") ? "{\"capabilities\": [\"embedding\"]}"
                                        : "{\"capabilities\": [\"completion\", \"vision\"]}"));

        List<LlmModel> models = provider().models();

        assertThat(models).extracting(LlmModel::name).containsExactly("qwen3-coder:30b", "llama3.2:3b", "gemma3:27b");
        assertThat(models).extracting(LlmModel::contextTokens).containsExactly(32_768, 16_384, 32_768);
        assertThat(models.getLast().seesImages()).isTrue();
    }

    @Test
    void findsAServerOnThisMachine() {
        server.answer(Reply.of(200, "{\"models\": [{\"name\": \"qwen3:8b\"}]}"));
        OllamaProvider provider = new OllamaProvider(TestContext.with(), Map.of());
        String address = server.url().toString().replace("http://", "");

        assertThat(provider.detect(Map.of("OLLAMA_HOST", address))).contains(
                "Ollama answers on this machine, with 1 model");
        assertThat(new OllamaProvider(TestContext.with("base_url", server.url()), Map.of())
                .detect(Map.of("OPENAI_API_KEY", "somebody chose it"))).isEmpty();
        assertThat(provider.detect(Map.of("OLLAMA_HOST", address, "ANTHROPIC_API_KEY", "somebody chose it"))).isEmpty();
        assertThat(provider.detect(Map.of("OLLAMA_HOST", address, "ANTHROPIC_API_KEY", " "))).isPresent();
        server.answer(Reply.of(200, "{\"models\": []}"));
        assertThat(provider.detect(Map.of("OLLAMA_HOST", address))).isEmpty();
        assertThat(provider.detect(Map.of("OLLAMA_HOST", "http://127.0.0.1:1"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'',http://127.0.0.1:11434", "0.0.0.0,http://127.0.0.1:11434", "box:8080,http://box:8080",
            "https://ai.example.com/,https://ai.example.com:443", ":8080,http://127.0.0.1:8080",
            "'not an address',http://127.0.0.1:11434"})
    void readsTheVariableOfOllama(String told, String address) {
        assertThat(Address.of(told)).isEqualTo(address);
    }

    private OllamaProvider provider() {
        return new OllamaProvider(TestContext.with("base_url", server.url() + "/api/"), Map.of());
    }

    private LlmResponse ask(TestLlmRequest request, Reply reply) {
        server.answer(reply);
        return provider().generate(request, event -> {});
    }

    private JsonValue body(int request) {
        assertThat(server.requests().get(request).target()).isEqualTo("/api/chat");
        return TestContext.with().json().parse(server.requests().get(request).body());
    }
}

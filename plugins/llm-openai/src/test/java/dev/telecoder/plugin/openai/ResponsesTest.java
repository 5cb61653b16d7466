package dev.telecoder.plugin.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.ChatMessage.Role;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmEvent;
import dev.telecoder.api.llm.LlmRequest;
import dev.telecoder.api.llm.LlmRequest.Thinking;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.api.llm.LlmResponse.Stop;
import dev.telecoder.testkit.ContractFiles;
import dev.telecoder.testkit.LoopbackServer;
import dev.telecoder.testkit.LoopbackServer.Reply;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestLlmRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The provider openai where it speaks Responses. */
class ResponsesTest {

    private static final LlmRequest.Tool TOOL = new LlmRequest.Tool("test_run", "Runs tests.", "{\"type\":\"object\"}");
    private static final Reply DONE = Reply.of(200, """
            {"object": "response", "status": "completed", "error": null, "output": [{"type": "message", "id": "msg_1",
             "role": "assistant", "content": [{"type": "output_text", "text": "Done."}]}],
             "usage": {"input_tokens": 30, "input_tokens_details": {"cached_tokens": 10}, "output_tokens": 5}}""");

    private final LoopbackServer server = LoopbackServer.start();
    private final List<LlmEvent> events = new ArrayList<>();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void sendsEncryptedThoughtsBackWithWhatFollowedThem() {
        LlmResponse first = ask(TestLlmRequest.saying("go").withModel("gpt-5"), Reply.events("""
                data: {"type":"response.output_item.added","output_index":0,"item":{"type":"reasoning","id":"rs_1"}}

                data: {"type":"response.reasoning_summary_text.delta","output_index":0,"delta":"Run them."}

                data: {"type":"response.output_item.done","output_index":0,"item":{"type":"reasoning","id":"rs_1",\
                "summary":[{"type":"summary_text","text":"Run them."}],"encrypted_content":"ZW5j=="}}

                data: {"type":"response.output_item.added","output_index":1,"item":{"type":"function_call","id":"fc_1",\
                "call_id":"call_1","name":"test_run","arguments":""}}

                data: {"type":"response.function_call_arguments.delta","output_index":1,"delta":"{\\"a\\""}

                data: {"type":"response.function_call_arguments.delta","output_index":1,"delta":":1}"}

                data: {"type":"response.output_item.done","output_index":1,"item":{"type":"function_call","id":"fc_1",\
                "call_id":"call_1","name":"test_run","arguments":"{\\"a\\":1}"}}

                data: {"type":"response.completed","response":{"error":null,"output":[],"usage":{"input_tokens":9}}}

                """));
        ask(TestLlmRequest.of(ChatMessage.text(Role.USER, "go"), first.message(), new ChatMessage(Role.USER,
                List.of(new Content.ToolResult("call_1", "42 passed", false)))).withModel("gpt-5"), DONE);

        assertThat(first.stop()).isEqualTo(Stop.TOOL_CALLS);
        assertThat(events).isNotEmpty();
        assertThat(body(1).get("input").toString()).isEqualTo("""
                [{"type":"message","role":"user","content":"go"},\
                {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"Run them."}],\
                "encrypted_content":"ZW5j=="},\
                {"type":"function_call","call_id":"call_1","name":"test_run","arguments":"{\\"a\\":1}"},\
                {"type":"function_call_output","call_id":"call_1","output":"42 passed"}]""");
        assertThat(body(1).get("store").asBoolean(true)).isFalse();
        assertThat(body(1).get("include").at(0).text()).isEqualTo("reasoning.encrypted_content");
    }

    @Test
    void leavesOutAThoughtThatNothingFollows() {
        ChatMessage alone = new ChatMessage(Role.ASSISTANT, List.of(new Content.Text("Hm."),
                ThoughtItem.reasoning("", "rs_1", "ZW5j")));

        ask(TestLlmRequest.of(ChatMessage.text(Role.USER, "go"), alone, ChatMessage.text(Role.USER, "on")), DONE);
        ask(TestLlmRequest.of(ChatMessage.text(Role.USER, "go"), new ChatMessage(Role.ASSISTANT,
                alone.content().reversed()), ChatMessage.text(Role.USER, "on")).withModel("gpt-4o"), DONE);

        assertThat(body(0).toString()).doesNotContain("rs_1");
        assertThat(body(1).toString()).doesNotContain("rs_1");
    }

    @Test
    void readsAnAnswerThatIsNoStream() {
        LlmResponse response = ask(TestLlmRequest.saying("go"), DONE);

        assertThat(response.message().text()).isEqualTo("Done.");
        assertThat(events).containsExactly(new LlmEvent.TextDelta("Done."));
        assertThat(response.usage().input()).isEqualTo(20);
        assertThat(response.usage().cachedInput()).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({"max_output_tokens,MAX_TOKENS", "content_filter,REFUSED"})
    void saysWhyAnAnswerIsIncomplete(String reason, Stop stop) {
        assertThat(ask(TestLlmRequest.saying("go"), Reply.events("data: {\"type\":\"response.output_text.delta\","
                + "\"output_index\":0,\"delta\":\"Half\"}\n\ndata: {\"type\":\"response.incomplete\",\"response\":"
                + "{\"incomplete_details\":{\"reason\":\"" + reason + "\"}}}\n\n")).stop()).isEqualTo(stop);
    }

    @ParameterizedTest
    @CsvSource({"rate_limit_exceeded,RATE_LIMITED", "server_error,UNAVAILABLE",
            "context_length_exceeded,CONTEXT_TOO_LONG", "invalid_prompt,REJECTED", "invalid_api_key,AUTHENTICATION"})
    void readsAnErrorInsideTheStream(String code, Failure kind) {
        assertThat(failing(Reply.events("data: {\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\""
                + code + "\",\"message\":\"It broke\"}}}\n\n")).failure()).isEqualTo(kind);
        assertThat(failing(Reply.events("event: error\ndata: {\"type\":\"error\",\"code\":\"" + code
                + "\",\"message\":\"It broke\",\"param\":null}\n\n")).failure()).isEqualTo(kind);
    }

    @Test
    void saysWhatToDoWhereAServerSpeaksTheOtherApi() {
        PluginException noResponses = failing(Reply.of(404, "{\"detail\":\"Not Found\"}"));
        server.answer(Reply.of(404, "{\"error\":{\"message\":\"This model is only supported in v1/responses and not in"
                + " v1/chat/completions.\",\"type\":\"invalid_request_error\"}}"));
        PluginException noChat = catchThrowableOfType(PluginException.class,
                () -> new OpenAiProvider(TestContext.with("base_url", server.url()), Map.of())
                        .generate(TestLlmRequest.saying("go"), event -> {}));

        assertThat(noResponses).hasMessageContaining("llm.openai.api to chat");
        assertThat(noChat).hasMessageContaining("llm.openai.api in config.yaml to responses");
    }

    @Test
    void shortensIdsThatAreTooLongForTheService() {
        String id = "gemini-call-0123456789-0123456789-0123456789";

        ask(TestLlmRequest.of(ChatMessage.text(Role.USER, "go"),
                new ChatMessage(Role.ASSISTANT, List.of(new Content.ToolCall(id, "test_run", "{}"))),
                new ChatMessage(Role.USER, List.of(new Content.ToolResult(id, "done", false)))), DONE);

        JsonValue input = body(0).get("input");
        assertThat(input.at(1).get("call_id").text()).hasSizeLessThanOrEqualTo(40)
                .isEqualTo(input.at(2).get("call_id").text());
        assertThat(input.at(2).get("output").text()).isEqualTo("done");
    }

    @Test
    void fitsThePublishedSpecification() {
        TestLlmRequest request = TestLlmRequest.of(
                new ChatMessage(Role.USER, List.of(new Content.Text("Look"),
                        new Content.Image("image/png", "AAAA", "dot"))),
                new ChatMessage(Role.ASSISTANT, List.of(ThoughtItem.reasoning("hm", "rs_1", "ZW5j"),
                        new Content.Text("Yes."), new Content.ToolCall("c1", "test_run", "{\"a"))),
                new ChatMessage(Role.USER, List.of(new Content.ToolResult("c1", "done", true),
                        new Content.Text("go on"))))
                .withSystem("Be brief.").withTools(TOOL).withModel("gpt-5").withThinking(Thinking.LOW);
        String spec = "llm/specs/openai.chat-responses-embeddings.openapi.json";

        ask(request, DONE);
        ask(request.withToolChoice("test_run"), DONE);
        ask(TestLlmRequest.saying("go").withModel("gpt-5").withAnswerSchema("{\"type\":\"object\"}"), DONE);

        for (int i = 0; i < 3; i++) {
            assertThat(ContractFiles.violations(spec, "CreateResponse", body(i))).as("request " + i).isEmpty();
        }
        assertThat(ContractFiles.violations(spec, "CreateResponse", JsonValue.object().put("model", "gpt-5")
                .put("input", List.of(JsonValue.object().put("type", "function_call_output").build())).build()))
                .isNotEmpty();
    }

    private OpenAiProvider provider() {
        return new OpenAiProvider(TestContext.with("base_url", server.url() + "/v1", "api_key", "k", "openai",
                Map.of("api", "responses")), Map.of());
    }

    private LlmResponse ask(TestLlmRequest request, Reply reply) {
        server.answer(reply);
        return provider().generate(request, events::add);
    }

    private PluginException failing(Reply reply) {
        return catchThrowableOfType(PluginException.class, () -> ask(TestLlmRequest.saying("go"), reply));
    }

    private JsonValue body(int request) {
        assertThat(server.requests().get(request).target()).isEqualTo("/v1/responses");
        return TestContext.with().json().parse(server.requests().get(request).body());
    }
}

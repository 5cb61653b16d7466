package dev.telecoder.plugin.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.ChatMessage.Role;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmRequest;
import dev.telecoder.api.llm.LlmRequest.Thinking;
import dev.telecoder.support.llm.ToolSchemas;
import dev.telecoder.testkit.ContractFiles;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestLlmRequest;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ChatBodyTest {

    private static final LlmRequest.Tool TOOL = new LlmRequest.Tool("test_run", "Runs tests.", "{\"type\":\"object\"}");

    @Test
    void writesAConversationWithTools() {
        TestLlmRequest request = TestLlmRequest.of(ChatMessage.text(Role.USER, "Run them"),
                new ChatMessage(Role.ASSISTANT, List.of(new Content.Reasoning("hm", ""), new Content.Text("Running."),
                        new Content.ToolCall("c1", "test_run", "{}"))),
                new ChatMessage(Role.USER, List.of(new Content.ToolResult("c1", "42 passed", false))))
                .withSystem("Be brief.").withTools(TOOL);

        JsonValue body = openai(request);

        assertThat(body.get("messages").toString()).isEqualTo("""
                [{"role":"system","content":"Be brief."},{"role":"user","content":"Run them"},\
                {"role":"assistant","content":"Running.","tool_calls":[{"id":"c1","type":"function",\
                "function":{"name":"test_run","arguments":"{}"}}]},\
                {"role":"tool","tool_call_id":"c1","content":"42 passed"}]""");
        assertThat(body.get("tools").toString()).isEqualTo("""
                [{"type":"function","function":{"name":"test_run","description":"Runs tests.",\
                "parameters":{"type":"object"}}}]""");
        assertThat(body.get("tool_choice").text()).isEqualTo("auto");
        assertThat(body.get("stream_options").get("include_usage").asBoolean(false)).isTrue();
    }

    @Test
    void givesEveryCallAResultBeforeAnythingElse() {
        ChatMessage calls = new ChatMessage(Role.ASSISTANT, List.of(new Content.ToolCall("a", "test_run", "{}"),
                new Content.ToolCall("b", "test_run", "{}")));
        ChatMessage partly = new ChatMessage(Role.USER, List.of(new Content.Text("stop"),
                new Content.ToolResult("b", "done", false), new Content.ToolResult("stranger", "whose?", false)));

        List<JsonValue> messages = openai(TestLlmRequest.of(ChatMessage.text(Role.USER, "go"), calls, partly))
                .get("messages").items();

        assertThat(messages).extracting(message -> message.get("role").text())
                .containsExactly("user", "assistant", "tool", "tool", "user");
        assertThat(messages.get(2).get("tool_call_id").text()).isEqualTo("b");
        assertThat(messages.get(3).get("tool_call_id").text()).isEqualTo("a");
        assertThat(messages.get(4).toString()).contains("stop", "whose?");
    }

    @Test
    void namesTheToolThatMustBeAskedFor() {
        TestLlmRequest request = TestLlmRequest.saying("go").withTools(TOOL);

        assertThat(openai(request.withToolChoice("any")).get("tool_choice").text()).isEqualTo("required");
        assertThat(openai(request.withToolChoice("none")).get("tool_choice").text()).isEqualTo("none");
        assertThat(openai(request.withToolChoice("test_run")).get("tool_choice").get("function").get("name").text())
                .isEqualTo("test_run");
        assertThat(openai(TestLlmRequest.saying("go").withToolChoice("any")).get("tool_choice").isNull()).isTrue();
    }

    @Test
    void sendsImagesAsDataUrls() {
        TestLlmRequest request = TestLlmRequest.of(new ChatMessage(Role.USER, List.of(new Content.Text("What is it?"),
                new Content.Image("image/png", "AAAA", "a dot"))));

        assertThat(openai(request).get("messages").at(0).get("content").toString()).isEqualTo("""
                [{"type":"text","text":"What is it?"},\
                {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]""");
    }

    @Test
    void asksForASchemaInTheWayTheVendorKnows() {
        TestLlmRequest request = TestLlmRequest.saying("go").withAnswerSchema("{\"type\":\"object\"}");

        JsonValue openai = openai(request);
        JsonValue deepseek = deepseek(request);

        assertThat(openai.get("response_format").get("json_schema").get("schema").toString())
                .isEqualTo("{\"type\":\"object\"}");
        assertThat(deepseek.get("response_format").get("type").text()).isEqualTo("json_object");
        assertThat(deepseek.get("messages").at(0).get("content").text()).contains("JSON", "{\"type\":\"object\"}");
    }

    @Test
    void keepsToTheDialectOfEachService() {
        TestLlmRequest request = TestLlmRequest.saying("go").withModel("gpt-5-codex").withThinking(Thinking.HIGH);
        ChatMessage thought = new ChatMessage(Role.ASSISTANT, List.of(new Content.Reasoning("hm", ""),
                new Content.ToolCall("a", "test_run", "{}")));

        assertThat(openai(request).get("max_completion_tokens").asInt(0)).isEqualTo(1024);
        assertThat(openai(request).get("reasoning_effort").text()).isEqualTo("high");
        assertThat(openai(request.withModel("gpt-4o")).get("reasoning_effort").isNull()).isTrue();
        assertThat(deepseek(request).get("max_tokens").asInt(0)).isEqualTo(1024);
        assertThat(deepseek(TestLlmRequest.of(thought)).toString()).contains("\"reasoning_content\":\"hm\"");
        assertThat(openai(TestLlmRequest.of(thought)).toString()).doesNotContain("hm\"");
    }

    @Test
    void fitsThePublishedSpecification() {
        TestLlmRequest request = TestLlmRequest.of(
                new ChatMessage(Role.USER, List.of(new Content.Text("Look"),
                        new Content.Image("image/png", "AAAA", "dot"))),
                new ChatMessage(Role.ASSISTANT, List.of(new Content.ToolCall("c1", "test_run", "{\"a"))),
                new ChatMessage(Role.USER, List.of(new Content.ToolResult("c1", "done", true),
                        new Content.Text("go on"))))
                .withSystem("Be brief.").withTools(TOOL).withModel("gpt-5").withThinking(Thinking.LOW);
        String spec = "llm/specs/openai.chat-responses-embeddings.openapi.json";
        String schema = "CreateChatCompletionRequest";

        assertThat(ContractFiles.violations(spec, schema, openai(request))).isEmpty();
        assertThat(ContractFiles.violations(spec, schema, openai(request.withToolChoice("test_run")))).isEmpty();
        assertThat(ContractFiles.violations(spec, schema, openai(TestLlmRequest.saying("go")
                .withAnswerSchema("{\"type\":\"object\"}")))).isEmpty();
        assertThat(ContractFiles.violations(spec, schema, JsonValue.object().put("model", "gpt-5")
                .put("messages", List.of(JsonValue.object().put("role", "tool").build())).build())).isNotEmpty();
    }

    private static JsonValue openai(TestLlmRequest request) {
        return body(Vendor.OPENAI, Quirks.NONE, request);
    }

    private static JsonValue deepseek(TestLlmRequest request) {
        return body(Vendor.DEEPSEEK, Quirks.NONE, request);
    }

    private static JsonValue body(Vendor vendor, Quirks quirks, TestLlmRequest request) {
        return new ChatBody(Dialect.of(vendor, quirks, true),
                new ToolSchemas(TestContext.with().json(), UnaryOperator.identity()), "http://127.0.0.1/v1",
                TestContext.with().json()).of(request).build();
    }
}

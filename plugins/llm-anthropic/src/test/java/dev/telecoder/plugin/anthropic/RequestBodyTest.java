package dev.telecoder.plugin.anthropic;

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
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RequestBodyTest {

    private static final LlmRequest.Tool TOOL = new LlmRequest.Tool("test_run", "Runs tests.", "{\"type\":\"object\"}");
    private static final String MARK = "{\"type\":\"ephemeral\"}";

    @Test
    void writesAConversationWithTools() {
        JsonValue body = body(TestLlmRequest.of(ChatMessage.text(Role.USER, "Run them"),
                new ChatMessage(Role.ASSISTANT, List.of(Signature.signed("hm", "sig=="), new Content.Text("Running."),
                        new Content.ToolCall("c1", "test_run", "{\"a\":1}"))),
                new ChatMessage(Role.USER, List.of(new Content.Text("quick"),
                        new Content.ToolResult("c1", "1 failed", true))))
                .withSystem("Be brief.").withTools(TOOL));

        assertThat(body.get("max_tokens").asInt(0)).isEqualTo(1024);
        assertThat(body.get("messages").toString()).isEqualTo("""
                [{"role":"user","content":[{"type":"text","text":"Run them"}]},\
                {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"sig=="},\
                {"type":"text","text":"Running."},{"type":"tool_use","id":"c1","name":"test_run","input":{"a":1}}]},\
                {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"1 failed","is_error":true},\
                {"type":"text","text":"quick"}]}]""");
        assertThat(body.get("system").at(0).get("cache_control").toString()).isEqualTo(MARK);
        assertThat(body.get("tools").at(0).get("cache_control").toString()).isEqualTo(MARK);
    }

    @Test
    void marksTheLastStableMessage() {
        ChatMessage thought = new ChatMessage(Role.ASSISTANT,
                List.of(new Content.Text("Yes."), Signature.signed("hm", "s")));
        TestLlmRequest request = TestLlmRequest.of(ChatMessage.text(Role.USER, "one"), thought,
                ChatMessage.text(Role.USER, "two"));

        assertThat(marks(body(request))).isEmpty();
        assertThat(marks(body(request.withStableMessages(1)))).containsExactly("0.0");
        assertThat(marks(body(request.withStableMessages(2)))).containsExactly("1.0");
        assertThat(marks(body(request.withStableMessages(3)))).containsExactly("2.0");
    }

    @Test
    void marksAtMostFourPlaces() {
        JsonValue body = body(TestLlmRequest.saying("a").withSystem("s").withTools(TOOL, TOOL).withStableMessages(1));

        assertThat(body.toString().split("cache_control", -1)).hasSizeBetween(3 + 1, 4 + 1);
    }

    @Test
    void keepsAThoughtThatWasHidden() {
        JsonValue body = body(TestLlmRequest.of(ChatMessage.text(Role.USER, "a"),
                new ChatMessage(Role.ASSISTANT, List.of(Signature.redacted("xyz"), new Content.Text("b"))),
                ChatMessage.text(Role.USER, "c")));

        assertThat(body.get("messages").at(1).get("content").at(0).toString())
                .isEqualTo("{\"type\":\"redacted_thinking\",\"data\":\"xyz\"}");
    }

    @Test
    void givesEveryCallAResultInTheNextMessage() {
        ChatMessage calls = new ChatMessage(Role.ASSISTANT, List.of(new Content.ToolCall("a", "t", "{}"),
                new Content.ToolCall("b", "t", "nonsense")));

        JsonValue messages = body(TestLlmRequest.of(calls, new ChatMessage(Role.USER, List.of(
                new Content.ToolResult("b", "done", false), new Content.ToolResult("stranger", "whose?", false)))))
                .get("messages");

        assertThat(messages.at(0).get("role").text()).isEqualTo("user");
        assertThat(messages.at(1).get("content").at(1).get("input").toString())
                .isEqualTo("{\"invalid_json\":\"nonsense\"}");
        assertThat(messages.at(2).get("content").items()).extracting(block -> block.get("type").text())
                .containsExactly("tool_result", "tool_result", "text");
    }

    @Test
    void asksForAnAnswerWithASchemaByATool() {
        JsonValue body = body(TestLlmRequest.saying("a").withAnswerSchema("{\"type\":\"object\"}")
                .withThinking(Thinking.HIGH));

        assertThat(body.get("tool_choice").toString()).isEqualTo("{\"type\":\"tool\",\"name\":\"answer\"}");
        assertThat(body.get("tools").at(0).get("input_schema").toString()).isEqualTo("{\"type\":\"object\"}");
        assertThat(body.get("thinking").isNull()).isTrue();
    }

    @Test
    void letsAModelThinkAsLongAsItCan() {
        TestLlmRequest request = TestLlmRequest.saying("a").withThinking(Thinking.HIGH).withMaxOutputTokens(8_000);

        assertThat(body(request.withModel("claude-sonnet-4-5")).get("thinking").toString())
                .isEqualTo("{\"type\":\"enabled\",\"budget_tokens\":4000}");
        assertThat(body(request.withModel("claude-3-5-haiku-20241022")).get("thinking").isNull()).isTrue();
        assertThat(body(request.withModel("claude-opus-4-7")).get("thinking").toString())
                .isEqualTo("{\"type\":\"adaptive\"}");
        assertThat(body(request.withModel("claude-opus-4-7")).get("output_config").get("effort").text())
                .isEqualTo("high");
        assertThat(body(request.withModel("claude-sonnet-4-5").withMaxOutputTokens(1_000)).get("thinking").isNull())
                .isTrue();
        assertThat(body(request.withModel("claude-sonnet-4-5").withTools(TOOL).withToolChoice("any")).get("thinking")
                .isNull()).isTrue();
    }

    @Test
    void doesNotThinkInARoundThatBeganWithoutAThought() {
        ChatMessage call = new ChatMessage(Role.ASSISTANT, List.of(new Content.ToolCall("a", "test_run", "{}")));
        ChatMessage result = new ChatMessage(Role.USER, List.of(new Content.ToolResult("a", "done", false)));
        TestLlmRequest round = TestLlmRequest.of(ChatMessage.text(Role.USER, "go"), call, result);

        assertThat(body(high(round)).get("thinking").isNull()).isTrue();
        assertThat(body(high(TestLlmRequest.of(ChatMessage.text(Role.USER, "go"), call, result,
                ChatMessage.text(Role.USER, "next")))).get("thinking").isNull()).isFalse();
    }

    @Test
    void fitsThePublishedSpecification() {
        TestLlmRequest request = TestLlmRequest.of(
                new ChatMessage(Role.USER, List.of(new Content.Text("Look"),
                        new Content.Image("image/png", "AAAA", "dot"))),
                new ChatMessage(Role.ASSISTANT, List.of(new Content.ToolCall("c:1", "test_run", "{\"a"))),
                new ChatMessage(Role.USER, List.of(new Content.ToolResult("c:1", "done", true),
                        new Content.Text("go on"))))
                .withModel("claude-3-5-sonnet-20241022").withTools(TOOL).withToolChoice("test_run");
        String spec = "llm/specs/anthropic-messages.2024-11.openapi.json";

        // The specification is older than cache marks; they are left out of what it is asked about.
        assertThat(ContractFiles.violations(spec, "CreateMessageParams", withoutMarks(body(request)))).isEmpty();
        assertThat(ContractFiles.violations(spec, "CreateMessageParams", withoutMarks(body(request.withToolChoice("any")
                .withSystem("Be brief."))))).isEmpty();
        assertThat(ContractFiles.violations(spec, "CreateMessageParams", JsonValue.object().put("model", "x").build()))
                .isNotEmpty();
    }

    private static TestLlmRequest high(TestLlmRequest request) {
        return request.withThinking(Thinking.HIGH).withMaxOutputTokens(8_000).withModel("claude-sonnet-4-5");
    }

    private static JsonValue body(TestLlmRequest request) {
        return new RequestBody(TestContext.with().json(),
                new ToolSchemas(TestContext.with().json(), UnaryOperator.identity())).of(request);
    }

    private static List<String> marks(JsonValue body) {
        List<String> marks = new ArrayList<>();
        List<JsonValue> messages = body.get("messages").items();
        for (int i = 0; i < messages.size(); i++) {
            List<JsonValue> blocks = messages.get(i).get("content").items();
            for (int j = 0; j < blocks.size(); j++) {
                if (!blocks.get(j).get("cache_control").isNull()) {
                    marks.add(i + "." + j);
                }
            }
        }
        return marks;
    }

    private static JsonValue withoutMarks(JsonValue body) {
        return TestContext.with().json().parse(body.toString().replace(",\"cache_control\":" + MARK, ""));
    }
}

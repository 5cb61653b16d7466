package dev.telecoder.plugin.gemini;

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
import org.junit.jupiter.api.Test;

class RequestBodyTest {

    private static final LlmRequest.Tool TOOL = new LlmRequest.Tool("test_run", "Runs tests.", """
            {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "additionalProperties": false,
            "properties": {"path": {"type": ["string", "null"], "description": "where", "pattern": "^/"},
            "mode": {"enum": ["all", "changed"]}, "times": {"type": "integer", "enum": [1, 2], "default": 1},
            "names": {"type": "array", "items": {"$ref": "#/$defs/name"}, "minItems": 1},
            "what": {"oneOf": [{"type": "string"}, {"type": "object", "properties": {"id": {"const": "x"}}}]}},
            "required": ["path", "gone"], "$defs": {"name": {"type": "string", "format": "hostname"}}}""");

    @Test
    void putsASchemaIntoWordsTheServiceKnows() {
        assertThat(SchemaWords.of(TestContext.with().json().parse(TOOL.inputSchemaJson())).toString()).isEqualTo("""
                {"type":"OBJECT","properties":{"path":{"type":"STRING","nullable":true,"description":"where"},\
                "mode":{"type":"STRING","enum":["all","changed"]},\
                "times":{"type":"INTEGER","description":"(one of 1, 2)"},\
                "names":{"type":"ARRAY","items":{"type":"STRING","description":"(format: hostname)"},"minItems":"1"},\
                "what":{"anyOf":[{"type":"STRING"},{"type":"OBJECT","properties":{"id":{"type":"STRING","enum":["x"]}}}]}},\
                "required":["path"]}""");
    }

    @Test
    void endsASchemaThatContainsItself() {
        JsonValue schema = TestContext.with().json().parse("""
                {"type": "object", "properties": {"child": {"$ref": "#"}, "all": {"allOf": [{"type": "object"},
                {"properties": {"a": {"type": "string"}}}, {"required": ["a"]}]}}}""");

        String words = SchemaWords.of(schema).toString();

        assertThat(words).doesNotContain("$ref").contains(
                "\"all\":{\"type\":\"OBJECT\",\"properties\":{\"a\":{\"type\":\"STRING\"}},\"required\":[\"a\"]}");
    }

    @Test
    void namesTheToolThatMustBeAskedFor() {
        TestLlmRequest request = TestLlmRequest.saying("go").withTools(TOOL);

        assertThat(choice(request.withToolChoice("any"))).isEqualTo("{\"mode\":\"ANY\"}");
        assertThat(choice(request.withToolChoice("none"))).isEqualTo("{\"mode\":\"NONE\"}");
        assertThat(choice(request.withToolChoice("test_run")))
                .isEqualTo("{\"mode\":\"ANY\",\"allowedFunctionNames\":[\"test_run\"]}");
    }

    @Test
    void letsAModelThinkInItsOwnMeasure() {
        TestLlmRequest request = TestLlmRequest.saying("go").withMaxOutputTokens(8_000);

        assertThat(thinking(request.withModel("gemini-2.5-flash").withThinking(Thinking.NONE)))
                .isEqualTo("{\"includeThoughts\":false,\"thinkingBudget\":0}");
        assertThat(thinking(request.withModel("gemini-2.5-pro").withThinking(Thinking.HIGH)))
                .isEqualTo("{\"includeThoughts\":true,\"thinkingBudget\":4000}");
        assertThat(thinking(request.withModel("gemini-2.5-pro").withThinking(Thinking.MEDIUM)))
                .isEqualTo("{\"includeThoughts\":true}");
        assertThat(thinking(request.withModel("gemini-3-pro-preview").withThinking(Thinking.LOW)))
                .isEqualTo("{\"includeThoughts\":true,\"thinkingLevel\":\"low\"}");
        assertThat(body(request.withModel("gemini-2.0-flash")).get("generationConfig").get("thinkingConfig").isNull())
                .isTrue();
    }

    @Test
    void tellsTheShapeOfAnAnswerInWordsWhereThereAreTools() {
        TestLlmRequest request = TestLlmRequest.saying("go").withAnswerSchema("{\"type\":\"object\"}");

        assertThat(body(request).get("generationConfig").get("responseMimeType").text())
                .isEqualTo("application/json");
        assertThat(body(request.withTools(TOOL)).get("generationConfig").get("responseMimeType").isNull()).isTrue();
        assertThat(body(request.withTools(TOOL)).get("systemInstruction").toString()).contains("JSON Schema");
    }

    @Test
    void fitsThePublishedSpecification() {
        TestLlmRequest request = TestLlmRequest.of(
                new ChatMessage(Role.USER, List.of(new Content.Text("Look"),
                        new Content.Image("image/png", "AAAA", "dot"))),
                new ChatMessage(Role.ASSISTANT, List.of(new Content.ToolCall("c:1", "test_run", "{\"a"))),
                new ChatMessage(Role.USER, List.of(new Content.ToolResult("c:1", "done", true),
                        new Content.Text("go on"))))
                .withModel("gemini-1.5-pro").withSystem("Be brief.").withTools(TOOL).withToolChoice("test_run");
        String spec = "llm/specs/gemini.2024-10.openapi.json";
        String schema = "GenerateContentRequest";

        assertThat(ContractFiles.violations(spec, schema, body(request))).isEmpty();
        assertThat(ContractFiles.violations(spec, schema, body(TestLlmRequest.saying("go")
                .withAnswerSchema("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}}}")))).isEmpty();
        assertThat(ContractFiles.violations(spec, schema, JsonValue.object().put("contents",
                List.of(JsonValue.object().put("parts", "text").build())).build())).isNotEmpty();
        assertThat(ContractFiles.violations(spec, schema, JsonValue.object().put("tools",
                List.of(JsonValue.object().put("functionDeclarations", List.of(JsonValue.object().put("name", "a")
                        .put("parameters", JsonValue.object().put("type", "object").build()).build())).build()))
                .build())).isNotEmpty();
    }

    private static String choice(TestLlmRequest request) {
        return body(request).get("toolConfig").get("functionCallingConfig").toString();
    }

    private static String thinking(TestLlmRequest request) {
        return body(request).get("generationConfig").get("thinkingConfig").toString();
    }

    private static JsonValue body(TestLlmRequest request) {
        return new RequestBody(TestContext.with().json(), new ToolSchemas(TestContext.with().json(), SchemaWords::of))
                .of(request);
    }
}

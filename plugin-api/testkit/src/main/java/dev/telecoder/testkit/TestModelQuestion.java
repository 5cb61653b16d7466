package dev.telecoder.testkit;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.ChatMessage.Role;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.skill.ModelQuestion;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A question answered by a scripted model. */
final class TestModelQuestion implements ModelQuestion {

    private final ScriptedLlm model;
    private final CancellationToken cancellation;
    private final List<Content> content = new ArrayList<>();
    private String instructions = "";
    private String schema = "";
    private boolean small;

    TestModelQuestion(ScriptedLlm model, CancellationToken cancellation) {
        this.model = model;
        this.cancellation = cancellation;
    }

    @Override
    public ModelQuestion instructions(String text) {
        this.instructions = text;
        return this;
    }

    @Override
    public ModelQuestion prompt(String text) {
        content.add(new Content.Text(text));
        return this;
    }

    @Override
    public ModelQuestion image(String mediaType, byte[] bytes, String description) {
        content.add(new Content.Image(mediaType, Base64.getEncoder().encodeToString(bytes), description));
        return this;
    }

    @Override
    public ModelQuestion schema(String schemaJson) {
        this.schema = schemaJson;
        return this;
    }

    @Override
    public ModelQuestion small() {
        this.small = true;
        return this;
    }

    @Override
    public String ask() {
        TestLlmRequest request = TestLlmRequest.of(new ChatMessage(Role.USER, content)).withSystem(instructions)
                .withModel(small ? "small-model" : "test-model").withCancellation(cancellation);
        return model.generate(schema.isEmpty() ? request : request.withAnswerSchema(schema), event -> {}).message()
                .text();
    }

    @Override
    public JsonValue askJson() {
        return JacksonJson.INSTANCE.parse(ask());
    }
}

package dev.telecoder.platform.model;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.api.skill.ModelQuestion;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A question of a skill, through the router. For one thread. */
public final class RoutedQuestion implements ModelQuestion {

    private final ModelRouter router;
    private final Json json;
    private final Account account;
    private final CancellationToken cancellation;
    private final List<Content> content = new ArrayList<>();
    private String instructions = "";
    private Optional<String> schema = Optional.empty();
    private boolean small;

    /**
     * Begins a question.
     *
     * @param router asks the model
     * @param json reads answers
     * @param account on whose account
     * @param cancellation ends the call
     */
    public RoutedQuestion(ModelRouter router, Json json, Account account, CancellationToken cancellation) {
        this.router = router;
        this.json = json;
        this.account = account;
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
        this.schema = Optional.of(schemaJson);
        return this;
    }

    @Override
    public ModelQuestion small() {
        this.small = true;
        return this;
    }

    @Override
    public String ask() {
        return response(content).message().text();
    }

    @Override
    public JsonValue askJson() {
        List<Content> asked = new ArrayList<>(content);
        PluginException wrong = null;
        for (int attempt = 0; attempt < 2; attempt++) {
            String text = response(asked).message().text();
            try {
                return json.parse(bare(text));
            } catch (PluginException e) {
                wrong = e;
                asked.add(new Content.Text("Answer with JSON alone. Your last answer was not: " + e.getMessage()));
            }
        }
        throw PluginException.of(Failure.REJECTED, "The model did not answer in the form that was asked for.", wrong);
    }

    private LlmResponse response(List<Content> said) {
        Prompt prompt =
                new Prompt("skill", instructions, List.of(new ChatMessage(ChatMessage.Role.USER, said)), List.of(),
                        "none", schema, 0, small, account, Pick.DEFAULT);
        try {
            return router.ask(prompt, event -> {}, () -> {}, cancellation);
        } catch (OverBudget e) {
            throw PluginException.of(Failure.REJECTED, e.getMessage(), e);
        }
    }

    /** Models like to wrap JSON in a fence. */
    private static String bare(String text) {
        String stripped = text.strip();
        return stripped.startsWith("```") ? stripped.replaceFirst("^```\\w*\\s*", "").replaceFirst("\\s*```$", "")
                : stripped;
    }
}

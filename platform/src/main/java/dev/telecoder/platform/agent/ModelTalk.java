package dev.telecoder.platform.agent;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.LlmEvent;
import dev.telecoder.api.llm.LlmRequest;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.platform.event.Event;
import dev.telecoder.platform.event.EventBus;
import dev.telecoder.platform.model.ModelRouter;
import dev.telecoder.platform.model.Prompt;
import dev.telecoder.platform.task.ModelCalls;
import dev.telecoder.platform.task.Turn;
import java.util.List;
import java.util.Optional;

/** Asks the model on behalf of a turn: journals the call, streams the answer, and shortens a prompt that is too long. */
final class ModelTalk {

    private static final int SHORTEST_TOKENS = 2_000;

    private final ModelRouter router;
    private final ModelCalls journal;
    private final EventBus events;

    ModelTalk(ModelRouter router, ModelCalls journal, EventBus events) {
        this.router = router;
        this.journal = journal;
        this.events = events;
    }

    LlmResponse ask(Turn turn, List<List<ChatMessage>> earlier, Transcript transcript, List<LlmRequest.Tool> tools,
            CancellationToken cancellation) {
        ModelRouter.Selected model = router.selected().orElseThrow(router::nothingAnswers);
        int fixed = SystemPrompt.TEXT.length() / 4 + tools.stream().mapToInt(tool -> tool.name().length() / 4
                + tool.description().length() / 4 + tool.inputSchemaJson().length() / 4 + 8).sum();
        int budget = Math.max(SHORTEST_TOKENS, model.contextTokens() - model.maxOutputTokens() - fixed);
        while (true) {
            List<ChatMessage> messages = Context.fit(earlier, transcript.messages(), budget);
            String call = journal.started(turn.id(), transcript.step(), "turn", model.provider(), model.model());
            try {
                Prompt prompt = new Prompt("turn", SystemPrompt.TEXT, messages, tools, "auto", Optional.empty(),
                        messages.size() - 1, false);
                LlmResponse response =
                        router.ask(prompt, event -> progress(turn, event), () -> again(turn), cancellation);
                journal.done(call, response);
                return response;
            } catch (PluginException e) {
                journal.failed(call, e.getMessage());
                if (e.failure() == Failure.CONTEXT_TOO_LONG && budget <= SHORTEST_TOKENS) {
                    throw PluginException.of(e.failure(),
                            e.getMessage() + " Send less at once, begin anew with /new, or set"
                                    + " a model with more room in llm.model of config.yaml.",
                            e);
                }
                if (e.failure() != Failure.CONTEXT_TOO_LONG) {
                    throw e;
                }
                // Sizes are estimates; half of what was too much gets there in a few steps.
                budget = Math.max(SHORTEST_TOKENS, Math.min(budget, Context.tokens(messages)) / 2);
            }
        }
    }

    private void progress(Turn turn, LlmEvent event) {
        if (event instanceof LlmEvent.TextDelta delta && !delta.text().isEmpty()) {
            events.publish(Event.TEXT_DELTA, turn.conversation(), turn.id(),
                    JsonValue.object().put("text", delta.text()).build().toString());
        }
    }

    private void again(Turn turn) {
        events.publish(Event.TURN_STARTED, turn.conversation(), turn.id(),
                JsonValue.object().put("again", true).build().toString());
    }
}

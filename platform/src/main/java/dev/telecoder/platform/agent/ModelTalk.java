package dev.telecoder.platform.agent;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.LlmEvent;
import dev.telecoder.api.llm.LlmRequest;
import dev.telecoder.platform.event.Event;
import dev.telecoder.platform.event.EventBus;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.model.ModelRouter;
import dev.telecoder.platform.model.Pick;
import dev.telecoder.platform.model.Picks;
import dev.telecoder.platform.model.Prompt;
import dev.telecoder.platform.task.ModelCalls;
import dev.telecoder.platform.task.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Asks the model on behalf of a turn: journals the call, streams the answer, and shortens a prompt that is too long. */
final class ModelTalk {

    private static final int SHORTEST_TOKENS = 2_000;

    private final ModelRouter router;
    private final Picks picks;
    private final PriceQuestion priceQuestion;
    private final Context context;
    private final Briefing briefing;
    private final ToolBox toolBox;
    private final ModelCalls journal;
    private final EventBus events;
    /** What was found out about models that take less than is said of them. */
    private final Map<String, Integer> learned = new ConcurrentHashMap<>();

    ModelTalk(ModelRouter router, Picks picks, PriceQuestion priceQuestion, Context context, Briefing briefing,
            ToolBox toolBox, ModelCalls journal, EventBus events) {
        this.router = router;
        this.picks = picks;
        this.priceQuestion = priceQuestion;
        this.context = context;
        this.briefing = briefing;
        this.toolBox = toolBox;
        this.journal = journal;
        this.events = events;
    }

    ModelRouter.Spoken ask(Turn turn, Person person, Transcripts.Start start, CancellationToken cancellation) {
        String conversation = turn.conversation();
        Pick pick = picks.of(conversation);
        ModelRouter.Selected model = router.selected(pick);
        priceQuestion.agreed(turn, person, model, cancellation);
        Transcript transcript = start.transcript();
        List<Past> turns = new ArrayList<>(start.earlier());
        turns.add(new Past(turn.id(), transcript.messages()));
        while (true) {
            String system = briefing.of(conversation);
            List<LlmRequest.Tool> tools = toolBox.of(conversation);
            int room = Math.max(SHORTEST_TOKENS, window(model) - fixed(system, tools));
            boolean outside = start.outside() || start.shared() || transcript.outside() || turn.outside();
            Context.Fit fit = context.fit(turn, turns, outside, room, cancellation);
            if (fit.compacted()) {
                // The prefix is new anyhow: what was installed or changed meanwhile comes into it.
                toolBox.forget(conversation);
                briefing.forget(conversation);
                system = briefing.of(conversation);
                tools = toolBox.of(conversation);
            }
            String call = journal.started(turn.id(), transcript.step(), "turn", model.provider(), model.model());
            try {
                Prompt prompt = new Prompt("turn", system, fit.messages(), tools, "auto", Optional.empty(),
                        fit.messages().size(), false, Accounts.of(turn, null), pick);
                ModelRouter.Spoken spoken =
                        router.spoken(prompt, event -> progress(turn, event), () -> again(turn), cancellation);
                journal.done(call, spoken.response(), spoken.by().provider(), spoken.by().model());
                return spoken;
            } catch (PluginException e) {
                journal.failed(call, e.getMessage());
                if (e.failure() != Failure.CONTEXT_TOO_LONG) {
                    throw e;
                }
                if (room <= SHORTEST_TOKENS) {
                    throw PluginException.of(e.failure(),
                            e.getMessage() + " Send less at once, begin anew with /new, or set"
                                    + " a model with more room in llm.model of config.yaml.",
                            e);
                }
                // Sizes are estimates; half of what was too much gets there in a few steps.
                int next = Math.max(SHORTEST_TOKENS, Math.min(room, Window.size(fit.messages())) / 2);
                learned.put(model.name(), next + fixed(system, tools));
            } catch (RuntimeException e) {
                journal.failed(call, String.valueOf(e.getMessage()));
                throw e;
            }
        }
    }

    private int window(ModelRouter.Selected model) {
        return Math.min(router.window(model), learned.getOrDefault(model.name(), Integer.MAX_VALUE));
    }

    private static int fixed(String system, List<LlmRequest.Tool> tools) {
        return system.length() / 4 + tools.stream().mapToInt(tool -> tool.name().length() / 4
                + tool.description().length() / 4 + tool.inputSchemaJson().length() / 4 + 8).sum();
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

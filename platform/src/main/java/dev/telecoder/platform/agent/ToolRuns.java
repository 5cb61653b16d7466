package dev.telecoder.platform.agent;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.platform.event.EventBus;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.skill.Call;
import dev.telecoder.platform.skill.Catalog;
import dev.telecoder.platform.skill.CatalogEntry;
import dev.telecoder.platform.skill.Executor;
import dev.telecoder.platform.skill.Outcome;
import dev.telecoder.platform.skill.Workplace;
import dev.telecoder.platform.store.Ids;
import dev.telecoder.platform.task.Entry;
import dev.telecoder.platform.task.Run;
import dev.telecoder.platform.task.RunResult;
import dev.telecoder.platform.task.Runs;
import dev.telecoder.platform.task.Turn;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what the model asked for: a skill through the executor, or a tool of the host's own; also what a crash cut off. */
final class ToolRuns {

    private static final Logger LOG = LoggerFactory.getLogger(ToolRuns.class);

    private final Executor executor;
    private final Catalog catalog;
    private final HostTools hostTools;
    private final Runs runs;
    private final EventBus events;
    private final Json json;
    private final Clock clock;

    ToolRuns(Executor executor, Catalog catalog, HostTools hostTools, Runs runs, EventBus events, Json json,
            Clock clock) {
        this.executor = executor;
        this.catalog = catalog;
        this.hostTools = hostTools;
        this.runs = runs;
        this.events = events;
        this.json = json;
        this.clock = clock;
    }

    /**
     * What came of a call.
     *
     * @param run the journal's id
     * @param state how it ended
     * @param result what came of it
     */
    record Done(String run, Run.State state, RunResult result) {}

    Done run(Turn turn, Person person, int step, Content.ToolCall call, Workplace place, boolean outside,
            CancellationToken cancellation) {
        Optional<Run> cutOff = runs.ofTurn(turn.id()).stream().filter(run -> run.step() == step
                && call.id().equals(run.callId()) && run.result() == null).findFirst();
        JsonValue arguments;
        try {
            arguments = json.parse(call.argumentsJson().isBlank() ? "{}" : call.argumentsJson());
        } catch (PluginException e) {
            return note(turn, Ids.next(), step, call, call.tool(), JsonValue.object().build(), RunResult.fault("INPUT",
                    "The arguments of " + call.tool() + " are no valid JSON: " + e.getMessage()
                            + " Send them again, complete."));
        }
        boolean wrapped = call.tool().equals("skills_call");
        String name = dotted(wrapped ? arguments.get("name").text() : call.tool());
        JsonValue input =
                wrapped ? arguments.get("input").isNull() ? JsonValue.object().build() : arguments.get("input")
                        : arguments;
        if (turn.entry() == Entry.HEARTBEAT && HostTools.asks(name)) {
            return note(turn, Ids.next(), step, call, name, input, RunResult.fault("CONSENT",
                    "Nobody is there to be asked: an event began this. Say in your answer what you propose."));
        }
        if (HostTools.knows(name)) {
            return hostTool(turn, person, step, call, name, input, place, cutOff.orElse(null), cancellation);
        }
        return skill(turn, person, step, call, name, input, place, outside, cutOff.orElse(null), cancellation);
    }

    private Done skill(Turn turn, Person person, int step, Content.ToolCall call, String name, JsonValue input,
            Workplace place,
            boolean outside, @Nullable Run cutOff, CancellationToken cancellation) {
        String shown = catalog.find(name).map(entry -> entry.spec().name()).orElse(name);
        String id = cutOff == null ? Ids.next() : cutOff.id();
        Instant begin = clock.instant();
        publish("skill.started", turn,
                JsonValue.object().put("run", id).put("skill", shown).put("title", title(shown, input)));
        Call wish = new Call(name, input, turn.entry(), person, turn.conversation(), turn.id(), turn.task(), step,
                call.id(), null,
                0, outside, turn.presumed(), turn.entry() != Entry.HEARTBEAT, place,
                line -> publish("skill.progress", turn, JsonValue.object().put("run", id).put("line", line)),
                cancellation);
        try {
            Outcome outcome = cutOff == null ? executor.run(wish, id) : executor.resume(cutOff, wish);
            finished(turn, id, shown, outcome.result().succeeded(), begin);
            return outcome.run().isEmpty() ? note(turn, id, step, call, shown, input, outcome.result())
                    : new Done(outcome.run(), outcome.state(), outcome.result());
        } catch (RuntimeException e) {
            finished(turn, id, shown, false, begin);
            throw e;
        }
    }

    private Done hostTool(Turn turn, Person person, int step, Content.ToolCall call, String name, JsonValue input,
            Workplace place, @Nullable Run cutOff, CancellationToken cancellation) {
        String id = cutOff == null ? Ids.next() : cutOff.id();
        if (cutOff == null) {
            runs.decided(row(turn, id, step, call, name, input, Run.State.RUNNING, null));
        }
        try {
            RunResult result = hostTools.run(name, input, id, turn, person, place, cancellation).orElseThrow();
            runs.ended(id, Run.State.DONE, result, null);
            return new Done(id, Run.State.DONE, result);
        } catch (PluginException e) {
            runs.ended(id, e.failure() == Failure.CANCELLED ? Run.State.CANCELLED : Run.State.FAILED,
                    RunResult.fault(e.failure().name(), e.getMessage()), null);
            throw e;
        }
    }

    /** Journals a call that came to nothing before there was anything to decide, so that a restart knows its result. */
    private Done note(Turn turn, String id, int step, Content.ToolCall call, String name, JsonValue input,
            RunResult result) {
        runs.decided(row(turn, id, step, call, name, input, Run.State.FAILED, result));
        return new Done(id, Run.State.FAILED, result);
    }

    private Run row(Turn turn, String id, int step, Content.ToolCall call, String name, JsonValue input,
            Run.State state,
            @Nullable RunResult result) {
        Instant now = clock.instant();
        return new Run(id, turn.id(), step, call.id(), null, turn.entry(), turn.person(), name, input, Risk.READ,
                "allow",
                "host", state, null, null, null, null, null, result, now, now, result == null ? null : now);
    }

    private void finished(Turn turn, String id, String skill, boolean succeeded, Instant begin) {
        long ms = Duration.between(begin, clock.instant()).toMillis();
        LOG.info("Turn {}: {} {} after {} ms (run {})", turn.id(), skill, succeeded ? "succeeded" : "did not succeed",
                ms,
                id);
        publish("skill.finished", turn, JsonValue.object().put("run", id).put("succeeded", succeeded).put("ms", ms));
    }

    private void publish(String type, Turn turn, JsonValue.ObjectBuilder data) {
        events.publish(type, turn.conversation(), turn.id(), data.build().toString());
    }

    private String dotted(String wire) {
        return HostTools.named(wire).orElseGet(() -> catalog.find(wire)
                .map(CatalogEntry::spec).map(spec -> spec.name()).orElse(wire));
    }

    private static String title(String skill, JsonValue input) {
        for (String key : new String[]{"path", "command", "query", "message", "name", "branch", "url"}) {
            String text = (input.get(key).isNull() ? input.get("edits").at(0).get(key) : input.get(key)).text().lines()
                    .findFirst().orElse("");
            if (!text.isEmpty()) {
                return skill + " " + (text.length() > 80 ? text.substring(0, 79) + "…" : text);
            }
        }
        return skill;
    }
}

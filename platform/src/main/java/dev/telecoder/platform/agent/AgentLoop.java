package dev.telecoder.platform.agent;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.api.skill.Origin;
import dev.telecoder.platform.conversation.Message;
import dev.telecoder.platform.identity.People;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.skill.Workplace;
import dev.telecoder.platform.task.Run;
import dev.telecoder.platform.task.Turn;
import dev.telecoder.platform.task.Turns;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop: ask the model, run the skills it asked for, and ask again, until it answers. All it does is in the journal before
 * and after, so that a turn which a crash cut off goes on where it was. One call works on one turn.
 */
final class AgentLoop {

    private static final Logger LOG = LoggerFactory.getLogger(AgentLoop.class);

    /** How often a turn may ask the model. */
    private static final int MAX_STEPS = 80;

    private final Transcripts transcripts;
    private final ModelTalk model;
    private final ToolRuns tools;
    private final ToolBox toolBox;
    private final Endings endings;
    private final Turns turns;
    private final People people;
    private final Function<Turn, Workplace> places;

    AgentLoop(Transcripts transcripts, ModelTalk model, ToolRuns tools, ToolBox toolBox, Endings endings, Turns turns,
            People people, Function<Turn, Workplace> places) {
        this.transcripts = transcripts;
        this.model = model;
        this.tools = tools;
        this.toolBox = toolBox;
        this.endings = endings;
        this.turns = turns;
        this.people = people;
        this.places = places;
    }

    /** Works on a turn until it has ended, however it ends. */
    void run(Turn turn, CancellationToken cancellation) {
        Workplace place = places.apply(turn);
        try {
            endings.begin(turn);
            work(turn, place, cancellation);
        } catch (PluginException e) {
            if (e.failure() == Failure.CANCELLED || cancellation.isCancelled()) {
                place.killSandbox();
                endings.stopped(turn, place);
            } else {
                LOG.warn("Turn {} failed: {}", turn.id(), e.getMessage());
                endings.failed(turn, place, e.getMessage());
            }
        } catch (RuntimeException e) {
            LOG.error("Turn {} failed unexpectedly", turn.id(), e);
            endings.failed(turn, place, "Something went wrong inside TeleCoder (" + e.getClass().getSimpleName()
                    + "). The log has the details; `telecoder logs` shows it.");
        }
    }

    private void work(Turn turn, Workplace place, CancellationToken cancellation) {
        Person person = people.find(turn.person()).orElseThrow();
        Transcripts.History history = transcripts.before(turn);
        Transcript transcript = transcripts.of(turn);
        LoopGuard guard = new LoopGuard();
        StringBuilder cut = new StringBuilder();
        boolean outside = transcripts.outside(turn);
        if (outside && !turn.outside()) {
            turns.readOutside(turn.id());
        }
        outside |= history.outside();
        Optional<LlmResponse> unsaid = transcripts.unsaid(turn, transcript);
        int empty = 0;
        while (true) {
            for (Content.ToolCall call : transcript.pending()) {
                cancellation.throwIfCancelled();
                ToolRuns.Done done = tools.run(turn, person, transcript.step() - 1, call, place, outside, cancellation);
                outside |= reads(turn, done, outside);
                if (done.state() == Run.State.UNKNOWN) {
                    endings.unknown(turn, done.run());
                }
                transcript.result(call.id(), advice(guard, call, done) + ResultText.forModel(done.run(), done.result()),
                        !done.result().succeeded());
            }
            LlmResponse response;
            if (unsaid.isPresent()) {
                response = unsaid.get();
                unsaid = Optional.empty();
            } else {
                List<Message> said = transcripts.unheard(turn);
                outside |= said.stream().anyMatch(message -> !turn.person().equals(message.person()));
                transcripts.hear(turn, transcript, said);
                if (transcript.step() >= MAX_STEPS) {
                    throw PluginException.of(Failure.REJECTED, "I asked the model " + MAX_STEPS
                            + " times without coming to an end, and stopped. Say how to go on.");
                }
                response =
                        model.ask(turn, history.turns(), transcript, toolBox.of(turn.conversation()), cancellation);
                transcript.answered(response);
            }
            if (!transcript.pending().isEmpty()) {
                continue;
            }
            String text = cut + response.message().text();
            if (response.stop() == LlmResponse.Stop.MAX_TOKENS && transcript.step() < MAX_STEPS && !text.isBlank()) {
                cut.append(response.message().text());
                transcript.said(List
                        .of(new Content.Text("[The answer was cut off by its length. Go on exactly where it ended.]")));
            } else if (text.isBlank() && ++empty < 2 && response.stop() != LlmResponse.Stop.REFUSED) {
                transcript.said(List.of(new Content.Text("[The answer was empty. Answer the person.]")));
            } else if (endings.answered(turn, place, spoken(text, response), transcript.step())) {
                return;
            } else {
                cut.setLength(0);
            }
        }
    }

    private boolean reads(Turn turn, ToolRuns.Done done, boolean already) {
        if (done.result().origin() != Origin.OUTSIDE || already) {
            return false;
        }
        turns.readOutside(turn.id());
        return true;
    }

    private static String advice(LoopGuard guard, Content.ToolCall call, ToolRuns.Done done) {
        if (!done.result().files().isEmpty()) {
            guard.changed();
        }
        return switch (guard.look(call)) {
            case GO_ON -> "";
            case NUDGE -> "[You have made this very call several times. Do something else, or answer.]\n";
            case STOP -> throw PluginException.of(Failure.REJECTED, "I made the same call (" + call.tool()
                    + ") five times without getting on, and stopped. Say how to go on.");
        };
    }

    private static String spoken(String text, LlmResponse response) {
        if (!text.isBlank()) {
            return text.strip();
        }
        return response.stop() == LlmResponse.Stop.REFUSED ? "The model withheld its answer. Ask in another way."
                : "The model gave no answer. Ask again, or try another model.";
    }
}

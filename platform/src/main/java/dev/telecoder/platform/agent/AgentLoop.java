package dev.telecoder.platform.agent;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.skill.Origin;
import dev.telecoder.platform.conversation.Message;
import dev.telecoder.platform.identity.People;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.model.ModelRouter;
import dev.telecoder.platform.model.OverBudget;
import dev.telecoder.platform.skill.Workplace;
import dev.telecoder.platform.store.StoreException;
import dev.telecoder.platform.task.Run;
import dev.telecoder.platform.task.Turn;
import dev.telecoder.platform.task.Turns;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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
    private final Endings endings;
    private final Turns turns;
    private final People people;
    private final Function<Turn, Workplace> places;

    AgentLoop(Transcripts transcripts, ModelTalk model, ToolRuns tools, Endings endings, Turns turns, People people,
            Function<Turn, Workplace> places) {
        this.transcripts = transcripts;
        this.model = model;
        this.tools = tools;
        this.endings = endings;
        this.turns = turns;
        this.people = people;
        this.places = places;
    }

    /** Works on a turn until it has ended, however it ends; or until the host does, whose next start goes on with it. */
    void run(Turn turn, CancellationToken cancellation) {
        try {
            toItsEnd(turn, cancellation);
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.CLOSED) {
                throw e;
            }
            LOG.debug("Turn {} goes on at the next start.", turn.id());
        }
    }

    private void toItsEnd(Turn turn, CancellationToken cancellation) {
        Workplace place = null;
        try {
            place = places.apply(turn);
            endings.begin(turn);
            work(turn, place, cancellation);
        } catch (OverBudget e) {
            endings.overBudget(turn, place, String.valueOf(e.getMessage()));
        } catch (PluginException e) {
            if (cancellation.isCancelled()) {
                stopped(turn, place);
            } else {
                LOG.warn("Turn {} failed: {}", turn.id(), e.getMessage());
                endings.failed(turn, place, e.getMessage());
            }
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            if (cancellation.isCancelled()) {
                stopped(turn, place);
                return;
            }
            if (e instanceof StoreException store && store.kind() == StoreException.Kind.CLOSED) {
                throw store;
            }
            LOG.error("Turn {} failed unexpectedly", turn.id(), e);
            endings.failed(turn, place, "Something went wrong inside TeleCoder (" + e.getClass().getSimpleName()
                    + "). The log has the details; `telecoder logs` shows it.");
        }
    }

    private void stopped(Turn turn, @Nullable Workplace place) {
        if (place != null) {
            place.killSandbox();
        }
        endings.stopped(turn, place);
    }

    private void work(Turn turn, Workplace place, CancellationToken cancellation) {
        Person person = people.find(turn.person()).orElseThrow();
        Transcripts.Start start = transcripts.start(turn);
        Transcript transcript = start.transcript();
        boolean outside = turn.outside() || start.outside() || marked(turn, transcript.outside());
        // A turn that never asked the model has run nothing, and heard nothing but what was read with it.
        boolean fresh = transcript.step() == 0;
        String byline = "";
        String unseen = "";
        if (!fresh) {
            endings.unknown(turn);
        }
        while (true) {
            for (Content.ToolCall call : transcript.pending()) {
                cancellation.throwIfCancelled();
                ToolRuns.Done done = tools.run(turn, person, transcript.step() - 1, call, place, outside, cancellation);
                outside = outside || marked(turn, done.result().origin() == Origin.OUTSIDE);
                if (done.state() == Run.State.UNKNOWN) {
                    endings.unknown(turn);
                }
                transcript.result(call, done.run(), done.result());
            }
            if (transcript.stuck() != null) {
                throw PluginException.of(Failure.REJECTED, "I made the same call (" + transcript.stuck()
                        + ") five times without getting on, and stopped. Say how to go on.");
            }
            Transcript.Answer answer = transcript.answer();
            if (answer != null && endings.answered(turn, place, spoken(answer) + unseen + byline, transcript.step())) {
                return;
            }
            List<Message> said = fresh ? start.unheard() : transcripts.unheard(turn);
            fresh = false;
            outside = outside || marked(turn, said.stream().anyMatch(message -> byOthers(turn, message)));
            transcripts.hear(turn, start.shared(), transcript, said);
            if (transcript.step() >= MAX_STEPS) {
                throw PluginException.of(Failure.REJECTED, "I asked the model " + MAX_STEPS
                        + " times without coming to an end, and stopped. Say how to go on.");
            }
            ModelRouter.Spoken spoken = model.ask(turn, person, start, cancellation);
            byline = byline(spoken);
            if (spoken.unseen()) {
                unseen = "\n\n_" + spoken.by().name() + " took no images: it knows them by their names alone._";
            }
            transcript.answered(spoken.response());
        }
    }

    /** Says which model spoke, where it was not the one that should have. */
    private static String byline(ModelRouter.Spoken spoken) {
        return spoken.instead() == null ? ""
                : "\n\n_Answered by " + spoken.by().name() + ": " + spoken.instead().name() + " does not answer now._";
    }

    /** Notes that the turn has read what others wrote, so that a restart knows it too. */
    private boolean marked(Turn turn, boolean read) {
        if (read) {
            turns.readOutside(turn.id());
        }
        return read;
    }

    private static boolean byOthers(Turn turn, Message message) {
        return message.origin() == Origin.OUTSIDE || !turn.person().equals(message.person());
    }

    private static String spoken(Transcript.Answer answer) {
        if (!answer.text().isBlank()) {
            return answer.text().strip();
        }
        return answer.refused() ? "The model withheld its answer. Ask in another way."
                : "The model gave no answer. Ask again, or try another model.";
    }
}

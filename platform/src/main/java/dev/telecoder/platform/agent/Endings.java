package dev.telecoder.platform.agent;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.Checkout;
import dev.telecoder.platform.consent.Consent;
import dev.telecoder.platform.event.Event;
import dev.telecoder.platform.event.EventBus;
import dev.telecoder.platform.model.Price;
import dev.telecoder.platform.model.UsageTable;
import dev.telecoder.platform.skill.Workplace;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.task.Evidence;
import dev.telecoder.platform.task.JournalWatch;
import dev.telecoder.platform.task.Run;
import dev.telecoder.platform.task.Runs;
import dev.telecoder.platform.task.Turn;
import dev.telecoder.platform.task.Turns;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins and ends turns: the last message with its evidence and the end itself are one transaction. */
final class Endings {

    private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

    private final Database database;
    private final Turns turns;
    private final Runs runs;
    private final UsageTable usage;
    private final Outbox outbox;
    private final Consent consent;
    private final EventBus events;
    private final JournalWatch watch;

    Endings(Database database, Turns turns, Runs runs, UsageTable usage, Outbox outbox, Consent consent,
            EventBus events, JournalWatch watch) {
        this.database = database;
        this.turns = turns;
        this.runs = runs;
        this.usage = usage;
        this.outbox = outbox;
        this.consent = consent;
        this.events = events;
        this.watch = watch;
    }

    void begin(Turn turn) {
        turns.begin(turn.id(), () -> {
            watch.wrote("turn running");
            events.publish(Event.TURN_STARTED, turn.conversation(), turn.id(), "{}");
        });
    }

    /**
     * Ends a turn with its answer.
     *
     * @return false if something was said meanwhile that the turn has not heard; the answer is then sent as one of several
     */
    boolean answered(Turn turn, Workplace place, String text, int step) {
        // Whoever answers the first question to them has run nothing.
        Evidence evidence = step == 1 ? Evidence.of(List.of(), List.of(), Map.of()) : evidence(turn, place);
        String markdown = evidence.changedSomething() ? text + "\n\n" + evidence.lines() : text;
        UsageTable.Sum cost = usage.ofTurn(turn.id());
        boolean ended = database.note(h -> {
            boolean unheard = h.createQuery("SELECT count(*) FROM message m WHERE m.turn = :turn AND m.role = 'user'"
                    + " AND NOT EXISTS (SELECT 1 FROM steering s WHERE s.turn = m.turn AND s.message = m.id)")
                    .bind("turn", turn.id()).mapTo(Integer.class).one() > 0;
            outbox.answer(h, turn.id() + "-" + step, turn, unheard ? text : markdown);
            if (!unheard) {
                turns.end(h, turn.id(), Turn.State.DONE, null, evidence.toJson(usd(cost)));
            }
            return !unheard;
        });
        watch.wrote("turn answered");
        if (ended) {
            finished(turn, Turn.State.DONE, evidence, cost);
        }
        return ended;
    }

    void failed(Turn turn, @Nullable Workplace place, String why) {
        Evidence evidence = evidence(turn, place);
        String markdown = evidence.changedSomething() ? why + "\n\n" + evidence.lines() : why;
        end(turn, Turn.State.FAILED, why, evidence, markdown);
    }

    /** Ends a turn whose money is spent, with how to go on. */
    void overBudget(Turn turn, @Nullable Workplace place, String why) {
        Evidence evidence = evidence(turn, place);
        String markdown = evidence.changedSomething() ? why + "\n\n" + evidence.lines() : why;
        end(turn, Turn.State.OVER_BUDGET, why, evidence, markdown);
    }

    void stopped(Turn turn, @Nullable Workplace place) {
        consent.withdraw(turn.id(), "stopped");
        end(turn, Turn.State.STOPPED, null, evidence(turn, place), null);
    }

    /** Tells the person, once for each run, that nobody knows whether it happened. */
    void unknown(Turn turn) {
        List<Run> unknown = runs.ofTurn(turn.id()).stream()
                .filter(run -> run.state() == Run.State.UNKNOWN && run.parent() == null).toList();
        for (Run run : unknown) {
            String what = "`" + run.skill() + "`" + (run.repo() == null ? "" : " on " + run.repo());
            database.write(h -> {
                outbox.notice(h, run.id() + "-unknown", turn, "I was interrupted, and I do not know whether " + what
                        + " happened. I have not run it again; please look.");
                return null;
            });
        }
    }

    private void end(Turn turn, Turn.State state, @Nullable String error, Evidence evidence,
            @Nullable String markdown) {
        UsageTable.Sum cost = usage.ofTurn(turn.id());
        boolean ended = database.write(h -> {
            boolean now = turns.end(h, turn.id(), state, error, evidence.toJson(usd(cost)));
            if (now && markdown != null) {
                outbox.notice(h, turn.id() + "-end", turn, markdown);
            }
            return now;
        });
        watch.wrote("turn " + state.word());
        if (ended) {
            finished(turn, state, evidence, cost);
        }
    }

    private void finished(Turn turn, Turn.State state, Evidence evidence, UsageTable.Sum cost) {
        LOG.info("Turn {} of conversation {} is {}: {} model calls, {} tokens in, {} out", turn.id(),
                turn.conversation(),
                state.word(), cost.requests(), cost.input(), cost.output());
        events.publish(Event.TURN_FINISHED, turn.conversation(), turn.id(), JsonValue.object().put("status", state)
                .put("evidence", evidence.toJson(usd(cost))).put("usage", cost.ofTurn()).build().toString());
    }

    private static @Nullable BigDecimal usd(UsageTable.Sum cost) {
        return cost.nano() == null ? null : Price.usd(cost.nano());
    }

    private Evidence evidence(Turn turn, @Nullable Workplace place) {
        List<Run> all = runs.ofTurn(turn.id());
        try {
            return place == null ? Evidence.of(all, List.of(), Map.of()) : evidence(all, place);
        } catch (RuntimeException e) {
            LOG.warn("The evidence of turn {} could not be read from its checkout: {}", turn.id(), e.toString());
            return Evidence.of(all, List.of(), Map.of());
        }
    }

    private static Evidence evidence(List<Run> all, Workplace place) {
        Set<String> worked = new LinkedHashSet<>();
        Map<String, String> bases = new HashMap<>();
        for (Run run : all) {
            if (run.repo() != null && run.head() != null) {
                bases.putIfAbsent(run.repo(), run.head());
            }
            if (run.repo() != null && run.tree() != null) {
                worked.add(run.repo());
            }
        }
        List<Checkout.Change> changed = new ArrayList<>();
        Map<String, String> trees = new HashMap<>();
        for (String repo : worked) {
            Workplace there = place.in(repo);
            String base = bases.get(repo);
            if (base != null) {
                there.checkout().map(checkout -> checkout.diff(base, "", List.of()).changes()).orElse(List.of())
                        .forEach(change -> changed.add(worked.size() == 1 ? change
                                : new Checkout.Change(repo + ":" + change.path(), change.kind(), change.added(),
                                        change.removed())));
            }
            there.tree().ifPresent(tree -> trees.put(repo, tree));
        }
        return Evidence.of(all, changed, trees);
    }
}

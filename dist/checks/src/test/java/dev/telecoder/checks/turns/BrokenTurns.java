package dev.telecoder.checks.turns;

import dev.telecoder.checks.turns.Trial.Kind;
import dev.telecoder.platform.http.HostHttp;
import dev.telecoder.platform.task.Run;
import dev.telecoder.platform.task.Turn;
import dev.telecoder.testkit.LoopbackServer;
import dev.telecoder.testkit.LoopbackServer.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Conversations in one protocol whose streams break, many at once: in the first turn the model breaks off, then the host
 * is started anew, and where the turn failed the person says to go on. For one thread.
 */
final class BrokenTurns {

    private static final int EVERY = Integer.getInteger("turns.every", 0);
    private static final int AT_ONCE = 200;

    /** What is not as it should be, a line each. */
    final List<String> wrong = new ArrayList<>();
    /** How much of what there was. */
    final Map<String, Integer> figures = new LinkedHashMap<>();

    private final Dialect dialect;

    BrokenTurns(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Has all of them, over a store in a folder. */
    BrokenTurns in(Path folder) throws Exception {
        Map<String, Trial> byMark = new HashMap<>();
        List<Trial> trials = trials();
        trials.forEach(trial -> byMark.put(trial.mark(), trial));
        try (var server = LoopbackServer.start(); var http = new HostHttp(Map.of())) {
            server.answer(request -> of(byMark, request.body()).answer(request.body()));
            var impatient = new TurnBed.ImpatientHttp(http, body -> of(byMark, body).silences(body));
            try (var bed = new TurnBed(folder, dialect.provider(server.url(), impatient))) {
                for (int from = 0; from < trials.size(); from += AT_ONCE) {
                    run(bed, trials.subList(from, Math.min(trials.size(), from + AT_ONCE)));
                }
            }
        }
        count("conversations", trials.size());
        return this;
    }

    private void run(TurnBed bed, List<Trial> trials) throws IOException {
        Map<Trial, TurnBed.Chat> chats = new LinkedHashMap<>();
        Map<Trial, List<String>> turns = new LinkedHashMap<>();
        for (Trial trial : trials) {
            TurnBed.Chat chat = bed.chat(trial.number);
            chats.put(trial, chat);
            turns.put(trial, new ArrayList<>(List.of(bed.say(chat, "Count twice. " + trial.mark()))));
        }
        turns.forEach((trial, said) -> ended(bed, trial, said.getFirst()));
        Set<Trial> failed = new HashSet<>();
        for (Trial trial : trials) {
            Turn first = bed.turn(turns.get(trial).getFirst());
            if (first.state() == Turn.State.FAILED && trial.times == Trial.EVERY_TRY) {
                failed.add(trial);
                String told = bed.notices.getOrDefault(first.id() + "-end", "");
                check(trial, told.contains("Say it again later"), "the person was told: " + told);
                check(trial, bed.answers(chats.get(trial)).isEmpty(), "it failed, and an answer was sent");
            } else {
                check(trial, first.state() == Turn.State.DONE, "the turn ended as " + first.state());
            }
        }
        count("turns that failed", failed.size());
        count("turns that got over it", trials.size() - failed.size());
        bed.restart();
        failed.forEach(trial -> turns.get(trial).add(bed.say(chats.get(trial), "Go on.")));
        failed.forEach(trial -> {
            ended(bed, trial, turns.get(trial).getLast());
            Turn second = bed.turn(turns.get(trial).getLast());
            check(trial, second.state() == Turn.State.DONE, "going on ended as " + second.state());
        });
        Map<String, Integer> executions = new HashMap<>();
        bed.counted.forEach(run -> executions.merge(run, 1, Integer::sum));
        for (Trial trial : trials) {
            ran(bed, trial, turns.get(trial), executions);
            List<String> answers = bed.answers(chats.get(trial));
            check(trial, answers.size() == 1 && answers.getFirst().startsWith(Dialect.ANSWER),
                    "the answers are " + answers);
            for (String body : trial.bodies) {
                List<String> complaints = dialect.complaints(body);
                check(trial, complaints.isEmpty(), "the service would refuse: " + complaints + " in " + body);
            }
            count("requests", trial.bodies.size());
        }
    }

    /** Both calls ran, each once, and the journal knows of them and of no others. */
    private void ran(TurnBed bed, Trial trial, List<String> turns, Map<String, Integer> executions) {
        Set<String> calls = new HashSet<>();
        int runs = 0;
        for (String turn : turns) {
            for (Run run : bed.runs(turn)) {
                runs++;
                calls.add(turn + " " + run.step() + " " + run.callId());
                check(trial, run.state() == Run.State.DONE, "a run ended as " + run.state());
                check(trial, executions.getOrDefault(run.id(), 0) == 1,
                        "the run of " + run.callId() + " was done " + executions.getOrDefault(run.id(), 0) + " times");
            }
        }
        count("runs", runs);
        check(trial, runs == 2 && calls.size() == 2, runs + " runs of " + calls.size() + " calls");
    }

    private static void ended(TurnBed bed, Trial trial, String turn) {
        bed.ended(turn, () -> "It hangs: " + trial + " (" + trial.bodies.size() + " requests)");
    }

    private void check(Trial trial, boolean right, String otherwise) {
        if (!right) {
            wrong.add(trial + ": " + otherwise);
        }
    }

    private void count(String what, int more) {
        figures.merge(what, more, Integer::sum);
    }

    private static Trial of(Map<String, Trial> byMark, String body) {
        int from = body.indexOf("(trial ");
        return byMark.get(body.substring(from, body.indexOf(')', from) + 1));
    }

    /** Each kind in both streams, once and at every try; at a place of a sample, or at all of them. */
    private List<Trial> trials() {
        Random random = new Random(Integer.getInteger("turns.seed", 7) + dialect.ordinal());
        List<Trial> all = new ArrayList<>();
        for (boolean atTheAnswer : List.of(false, true)) {
            Reply whole = atTheAnswer ? dialect.answer() : dialect.calls();
            for (Kind kind : Kind.values()) {
                for (int times : List.of(1, Trial.EVERY_TRY)) {
                    for (int at = EVERY > 0 ? 0 : random.nextInt(whole.size()); at < whole.size(); at +=
                            EVERY > 0 ? EVERY : whole.size()) {
                        all.add(new Trial(all.size(), dialect, kind, atTheAnswer, at, times));
                    }
                }
            }
        }
        return all;
    }
}

package dev.telecoder.platform.watch;

import dev.telecoder.api.repo.PullRequestWork.Check;
import dev.telecoder.api.repo.PullRequestWork.Comment;
import dev.telecoder.api.skill.Origin;
import dev.telecoder.platform.watch.PullWatch.State;
import dev.telecoder.platform.watch.WatchWork.Words;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Carries out what follows from a look, in one transaction: what is told and begun is stored with the state that says so. */
final class PullDecisions {

    /** How often what reviewers say begins work on one pull request. */
    private static final int MOST_STEERED = 20;
    private static final int LONGEST_COMMENT = 4_000;
    private static final int NAMED = 5;

    private final WatchWork work;
    private final Clock clock;

    PullDecisions(WatchWork work, Clock clock) {
        this.work = work;
        this.clock = clock;
    }

    /** {@return the turn that was opened, if one was} */
    Optional<String> decide(Handle h, PullWatch watch, Looked looked, boolean mayRepair) {
        Instant now = clock.instant();
        if (watch.state() == State.REPAIRING && over(h, watch, now)) {
            return Optional.empty();
        }
        Verdict verdict = Verdict.of(watch, looked, mayRepair, now);
        PullTable.settling(h, watch, looked.state().equals("open") && looked.passed() ? looked.head() : null, now);
        List<Words> said = said(h, watch, looked);
        boolean steers = said.stream().anyMatch(words -> words.origin() == Origin.PERSON);
        if (steers && looked.state().equals("open") && watch.steered() < MOST_STEERED) {
            looked.said().stream().map(Comment::at).max(Instant::compareTo)
                    .ifPresent(at -> PullTable.steered(h, watch, at, 1));
            return begun(h, watch, said, State.WAITING, now);
        }
        switch (verdict) {
            case SETTLE -> PullTable.due(h, watch.id(), now.plus(Verdict.SETTLES));
            case MERGED -> ended(h, watch, State.MERGED, watch.called() + " was merged.", "nothing", now);
            case CLOSED -> ended(h, watch, State.CLOSED, watch.called() + " was closed without being merged.",
                    "nothing", now);
            case GREEN -> ended(h, watch, State.GREEN, green(watch, looked),
                    looked.conflicts() ? "solve the conflicts with `" + watch.base() + "`"
                            : "review " + "#" + watch.number() + " and merge it",
                    now);
            case ASK -> ended(h, watch, State.STUCK, red(watch, looked)
                    + " No plan allows me to repair it by myself; say so, and I do.", "say whether to repair it", now);
            case FOREIGN -> ended(h, watch, State.STUCK, red(watch, looked)
                    + " The commits it fails on are not mine, so I leave them alone.", "look at the new commits", now);
            case GIVE_UP -> ended(h, watch, State.STUCK, red(watch, looked) + " I tried " + watch.repairs()
                    + " times to repair it and stop here.", "look at the failing checks", now);
            case REPAIR -> {
                List<Words> words = new ArrayList<>();
                words.add(new Words("TeleCoder", task(watch, looked), Origin.PERSON));
                words.addAll(said);
                return begun(h, watch, words, State.REPAIRING, now);
            }
            case WAIT -> {
                // The next signal, or the next look, will tell.
            }
        }
        return Optional.empty();
    }

    /** Whether a repair has ended without anything being pushed; if a person stopped it, nothing more is done. */
    private boolean over(Handle h, PullWatch watch, Instant now) {
        Optional<Boolean> stopped = Optional.ofNullable(watch.turn()).flatMap(work::stopped);
        stopped.ifPresent(byPerson -> PullTable.state(h, watch, byPerson ? State.ENDED : State.STUCK, null, now));
        return stopped.isPresent();
    }

    private Optional<String> begun(Handle h, PullWatch watch, List<Words> words, State state, Instant now) {
        Optional<String> turn = work.goOn(h, watch, words);
        if (turn.isEmpty()) {
            PullTable.state(h, watch, State.ENDED, null, now);
        } else if (state == State.REPAIRING) {
            PullTable.state(h, watch, State.REPAIRING, turn.get(), now);
        }
        return turn;
    }

    private void ended(Handle h, PullWatch watch, State state, String markdown, String next, Instant now) {
        // Who heard that it is green need not hear that somebody merged it.
        if (!watch.told()) {
            work.report(h, "pull-" + watch.id() + "-" + state.word() + "-" + watch.head(), watch, markdown, next);
        }
        PullTable.state(h, watch, state, null, now);
    }

    /** What was said since and is not dealt with; what those say who may not write is read only where work begins anyway. */
    private static List<Words> said(Handle h, PullWatch watch, Looked looked) {
        List<Words> all = new ArrayList<>();
        boolean any = looked.said().stream().anyMatch(one -> looked.writers().contains(one.author()));
        boolean repairs = looked.failed().size() > 0 && watch.state() == State.WAITING && !looked.running();
        for (Comment one : looked.said()) {
            boolean counts = looked.writers().contains(one.author());
            if ((counts || any || repairs) && PullTable.heard(h, watch.id(), one.id())) {
                all.add(new Words(one.author(), one.author() + (counts ? "" : ", who may not write to the repository,")
                        + " says on pull request #" + watch.number() + (one.path().isEmpty() ? ""
                                : ", `" + one.path() + "`" + (one.line() > 0 ? " line " + one.line() : ""))
                        + ":\n\n"
                        + cut(one.markdown()), counts ? Origin.PERSON : Origin.OUTSIDE));
            }
        }
        return all;
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_COMMENT ? text : text.substring(0, LONGEST_COMMENT) + " …";
    }

    private static String green(PullWatch watch, Looked looked) {
        long passed = looked.checks().stream().filter(check -> check.state().equals("passed")).count();
        return watch.called() + " is green: " + (passed == 1 ? "its check passed" : "all " + passed + " checks passed")
                + " on " + brief(looked.head())
                + (watch.repairs() == 0 ? "" : ", after " + watch.repairs() + (watch.repairs() == 1 ? " repair"
                        : " repairs"))
                + "." + (looked.conflicts() ? " It conflicts with `" + watch.base() + "`." : "");
    }

    private static String red(PullWatch watch, Looked looked) {
        return watch.called() + " is red: " + names(looked.failed()) + " failed on " + brief(looked.head()) + ".";
    }

    private static String task(PullWatch watch, Looked looked) {
        String runs = looked.failed().stream().map(Check::run).filter(run -> run.matches("[\\w.-]{1,80}")).distinct()
                .limit(NAMED).map(run -> "`{\"run\": \"" + run + "\"}`").collect(Collectors.joining(", "));
        return "The checks of the pull request #" + watch.number() + " that you opened from `" + watch.branch()
                + "` failed on " + brief(looked.head()) + ": " + names(looked.failed()) + ".\n\nFind out why"
                + (runs.isEmpty() ? "" : " (`ci.logs` with " + runs + ")")
                + ", mend it on the same branch, run the tests,"
                + " commit, and push with `git.pr`. If it cannot be mended here, say why and push nothing.";
    }

    /** Names come from files that anybody may change: nothing in them may read as more than a name. */
    private static String names(List<Check> checks) {
        return checks.stream().limit(NAMED).map(check -> name(check.name())).collect(Collectors.joining(", "))
                + (checks.size() > NAMED ? " and " + (checks.size() - NAMED) + " more" : "");
    }

    static String name(String given) {
        return "`" + plain(given) + "`";
    }

    static String plain(String given) {
        return given.replaceAll("[^\\p{L}\\p{N} ._/():,+-]", "").strip().replaceAll("(?s)^(.{0,60}).*", "$1");
    }

    private static String brief(String commit) {
        return "`" + (commit.length() > 10 ? commit.substring(0, 10) : commit) + "`";
    }
}

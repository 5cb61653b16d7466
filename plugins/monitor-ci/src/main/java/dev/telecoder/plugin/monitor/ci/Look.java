package dev.telecoder.plugin.monitor.ci;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.monitor.HeartbeatEvent;
import dev.telecoder.api.monitor.HeartbeatEvent.Severity;
import dev.telecoder.api.monitor.HeartbeatEvent.State;
import dev.telecoder.api.monitor.Monitor;
import dev.telecoder.api.repo.CiJobs;
import dev.telecoder.api.repo.CiProvider;
import dev.telecoder.api.repo.CiProvider.Run;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One look at one repository's runs at one CI. For one thread. */
final class Look {

    private static final int RUNS = 50;
    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final Set<String> USUAL_BRANCHES = Set.of("main", "master");
    private static final int LONGEST_TITLE = 200;
    private static final Pattern PULL = Pattern.compile("^Merge pull request #(\\d+)|\\(#(\\d+)\\)$");

    private final String repo;
    private final String branch;
    private final CiProvider ci;
    private final Monitor.Check check;
    private final String memory;
    private final Optional<String> before;
    private final Instant now;
    private final Known known;
    private final List<HeartbeatEvent> events = new ArrayList<>();

    Look(String repo, String branch, CiProvider ci, Monitor.Check check, Json json, Clock clock) {
        this.repo = repo;
        this.branch = branch;
        this.ci = ci;
        this.check = check;
        this.memory = ci.id() + ":" + repo;
        this.before = check.recall(memory);
        this.now = clock.instant();
        this.known = Known.read(before, json, now);
    }

    /** Looks at the newest runs. */
    List<HeartbeatEvent> atAll() {
        List<Run> listed = ci.runs(repo, branch, RUNS).stream().filter(this::isWatched)
                .sorted(Comparator.comparing(Run::startedAt)).toList();
        for (Run run : listed) {
            if (!known.isOld(run)) {
                take(run, before.isPresent());
            }
        }
        known.keepOnly(listed);
        return stored();
    }

    /** Takes one run as it was pushed. */
    List<HeartbeatEvent> takes(Run run) {
        if (isWatched(run)) {
            if (before.isEmpty()) {
                known.beginAt(run.startedAt());
            }
            take(run, true);
        }
        return stored();
    }

    private boolean isWatched(Run run) {
        return branch.isEmpty() ? USUAL_BRANCHES.contains(run.branch()) : branch.equals(run.branch());
    }

    private List<HeartbeatEvent> stored() {
        String after = known.text();
        if (!before.equals(Optional.of(after))) {
            check.remember(memory, after);
        }
        return events;
    }

    /** What was there before anybody watched is no news. */
    private void take(Run run, boolean news) {
        String last = known.states().put(run.id(), run.state());
        Known.Retry retry = known.retries().get(run.id());
        if (retry != null) {
            if (run.state().equals("running")) {
                known.retries().put(run.id(), new Known.Retry(retry.startedAt(), retry.until(), true, retry.tests()));
                return;
            }
            if (run.state().equals("failed") && !retry.seen() && run.startedAt().equals(retry.startedAt())
                    && now.isBefore(retry.until())) {
                return; // It was asked to be tried again, and did not begin yet.
            }
        } else if (run.state().equals(last)) {
            return;
        }
        if (run.state().equals("passed")) {
            passed(run);
        } else if (run.state().equals("failed")) {
            failed(run, news);
        }
    }

    private void passed(Run run) {
        Known.Retry retry = known.retries().remove(run.id());
        if (retry != null) {
            known.flakiness().flipped(retry.tests(), run.commit(), now);
            events.add(flaky(run, retry.tests()));
        }
        Standing stood = known.workflows().get(run.name());
        if (stood != null && stood.red() && stood.commit().equals(run.commit())) {
            known.flakiness().flipped(stood.tests(), run.commit(), now);
        }
        if (stood != null && isOlder(run, stood)) {
            return;
        }
        known.workflows().put(run.name(), Standing.green(run.startedAt(), run.id(), run.commit()));
        if (stood != null && stood.red() && stood.told()) {
            events.add(HeartbeatEvent.builder(key(run), Severity.INFO, title(run.name() + " is green again on "
                    + run.branch()), run.startedAt()).repo(repo).incident(incident(run), State.RESOLVED)
                    .detail(fixedBy(run)).location(run.location()).build());
        }
    }

    /** A squashed or merged pull request says its number in what the commit was about. */
    private static String fixedBy(Run run) {
        Matcher pull = PULL.matcher(run.title());
        String who = run.author().isEmpty() ? "" : " by @" + run.author();
        String where = pull.find() ? " in #" + (pull.group(1) == null ? pull.group(2) : pull.group(1)) : "";
        return "Fixed" + who + where + ": commit " + shortened(run.commit()) + " passed.";
    }

    private void failed(Run run, boolean news) {
        Standing stood = known.workflows().get(run.name());
        if (stood != null && isOlder(run, stood)) {
            return; // A newer commit has its result already: that is how the branch stands.
        }
        if (!news) {
            known.workflows().put(run.name(), new Standing(run.startedAt(), run.id(), run.commit(), true, false, "", "",
                    "", List.of()));
            return;
        }
        Cause cause = Cause.of(run.id(), check.skills());
        if (check.recall("flaky-marked:" + incident(run)).filter(headline(run, cause)::equals).isPresent()) {
            known.flakiness().flipped(cause.tests(), run.commit(), now); // Somebody pressed the button.
        }
        if (triesAgain(run, stood, cause)) {
            return;
        }
        boolean goesOn = stood != null && stood.red() && stood.told();
        boolean same = goesOn && stood.mark().equals(cause.mark());
        String title = same ? stood.title() : headline(run, cause);
        String detail = same ? stood.detail() : detail(run, cause);
        known.workflows().put(run.name(), new Standing(run.startedAt(), run.id(), run.commit(), true, true,
                cause.mark(), title, detail, cause.tests()));
        events.add(HeartbeatEvent.builder(key(run), Severity.WARNING, title, run.startedAt()).repo(repo)
                .incident(incident(run), goesOn ? State.UPDATE : State.OPEN).detail(detail).location(run.location())
                .build());
    }

    /** Once, where all that failed was flaky before and the branch was green: most likely there is nothing to tell. */
    private boolean triesAgain(Run run, @Nullable Standing stood, Cause cause) {
        boolean tried = known.retries().remove(run.id()) != null || run.attempt() > 1;
        if (tried || stood != null && stood.red() || !known.flakiness().knows(cause.tests())
                || !askedAgain(run)) {
            return false;
        }
        known.retries().put(run.id(),
                new Known.Retry(run.startedAt(), now.plus(PATIENCE), false, List.copyOf(cause.tests())));
        return true;
    }

    /** Where that is not possible, the failure is told. */
    private boolean askedAgain(Run run) {
        try {
            Optional<CiJobs> jobs = ci.ability(CiJobs.class);
            jobs.ifPresent(able -> able.runAgain(repo, run.id()));
            return jobs.isPresent();
        } catch (PluginException e) {
            return false;
        }
    }

    private HeartbeatEvent flaky(Run run, List<String> tests) {
        String named = tests.size() == 1 ? tests.getFirst() : tests.getFirst() + " and " + (tests.size() - 1) + " more";
        return HeartbeatEvent.builder(key(run) + ":flaky", Severity.INFO, title(run.name() + " failed on "
                + run.branch() + " and passed when tried again: " + named), run.startedAt()).repo(repo)
                .detail("Flaky on " + known.flakiness().commits(tests.getFirst()) + " commits so far. Commit "
                        + shortened(run.commit()) + ".")
                .location(run.location()).build();
    }

    private static boolean isOlder(Run run, Standing stood) {
        return run.startedAt().isBefore(stood.at()) && !run.id().equals(stood.run());
    }

    private static String headline(Run run, Cause cause) {
        String why = cause.headline();
        return title(run.name() + " failed on " + run.branch() + (why.isEmpty() ? "" : ": " + why));
    }

    private String detail(Run run, Cause cause) {
        String flaky = known.flakiness().knows(cause.tests()) ? " All of these tests were flaky before." : "";
        return "Commit " + shortened(run.commit()) + "." + flaky + "\n" + cause.excerpt();
    }

    private static String title(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= LONGEST_TITLE ? line : line.substring(0, LONGEST_TITLE - 1) + "…";
    }

    private String key(Run run) {
        return "ci:" + ci.id() + ":" + repo + ":" + run.id() + ":" + run.state();
    }

    private String incident(Run run) {
        return "ci:" + repo + ":" + run.branch() + ":" + run.name();
    }

    private static String shortened(String commit) {
        return commit.length() <= 9 ? commit : commit.substring(0, 9);
    }
}

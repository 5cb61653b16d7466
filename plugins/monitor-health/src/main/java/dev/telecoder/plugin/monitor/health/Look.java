package dev.telecoder.plugin.monitor.health;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.monitor.HeartbeatEvent;
import dev.telecoder.api.monitor.HeartbeatEvent.Severity;
import dev.telecoder.api.monitor.HeartbeatEvent.State;
import dev.telecoder.api.monitor.Monitor;
import dev.telecoder.api.repo.CiJobs;
import dev.telecoder.api.repo.CiProvider;
import dev.telecoder.api.repo.CiProvider.Run;
import dev.telecoder.api.skill.SkillResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** One look at the health of one repository. For one thread. */
final class Look {

    private static final int RUNS = 100;
    private static final int LARGEST_REPORT = 16 * 1024 * 1024;
    private static final Set<String> USUAL_BRANCHES = Set.of("main", "master");
    private static final Pattern REPORT = Pattern.compile("coverage|jacoco|lcov|cobertura", Pattern.CASE_INSENSITIVE);

    private final String repo;
    private final String branch;
    private final Monitor.Check check;
    private final HealthConfig config;
    private final Instant now;
    private final Optional<String> before;
    private final Known known;
    private final List<HeartbeatEvent> events = new ArrayList<>();

    Look(String repo, String branch, Monitor.Check check, HealthConfig config, Json json, Instant now) {
        this.repo = repo;
        this.branch = branch;
        this.check = check;
        this.config = config;
        this.now = now;
        this.before = check.recall(repo);
        this.known = Known.read(before, json);
    }

    List<HeartbeatEvent> atAll() {
        builds(true);
        todos();
        return stored();
    }

    /** A build ended: what needs no more than the list of builds. */
    List<HeartbeatEvent> atBuilds() {
        builds(false);
        return stored();
    }

    private List<HeartbeatEvent> stored() {
        String after = known.text();
        if (!before.equals(Optional.of(after))) {
            check.remember(repo, after);
        }
        return events;
    }

    private void builds(boolean reports) {
        for (CiProvider ci : check.repositories().ci(repo)) {
            List<Run> runs = ci.runs(repo, branch, RUNS).stream().filter(run -> branch.isEmpty()
                    ? USUAL_BRANCHES.contains(run.branch()) : branch.equals(run.branch())).toList();
            var builds = new Builds(runs);
            builds.names().forEach(name -> red(name, builds));
            builds.names().forEach(name -> pace(name, builds));
            flaky(ci, builds);
            if (reports) {
                coverage(ci, builds);
            }
        }
    }

    private void red(String name, Builds builds) {
        Optional<Run> since =
                builds.redSince(name).filter(run -> run.startedAt().plus(config.redFor()).isBefore(now));
        is("red:" + name, since.map(Run::id), since.map(Run::startedAt).orElse(now), Severity.WARNING,
                since.map(run -> name + " on " + run.branch() + " is red since " + hours(run.startedAt())).orElse(""),
                since.map(run -> "The first run that failed: " + run.location()
                        + (run.author().isEmpty() ? "" : ", caused by @" + run.author())).orElse(""),
                name + " passes again");
    }

    private String hours(Instant since) {
        long hours = Duration.between(since, now).toHours();
        return hours < 48 ? hours + " hours" : hours / 24 + " days";
    }

    private void flaky(CiProvider ci, Builds builds) {
        Optional<Double> rate = builds.flakyRate();
        if (rate.isEmpty()) {
            return;
        }
        boolean bad = rate.get() > config.flakyRate();
        is("flaky:" + ci.id(), bad ? Optional.of("since") : Optional.empty(), now, Severity.WARNING,
                percent(100 * rate.get()) + " of the builds are flaky",
                "They failed and passed on the same commit. It counts from "
                        + percent(100 * config.flakyRate()) + " on.",
                "Builds are less flaky again: " + percent(100 * rate.get()));
    }

    private void pace(String name, Builds builds) {
        Optional<Builds.Pace> pace = builds.pace(name);
        if (pace.isEmpty()) {
            return;
        }
        double growth = pace.get().growthPercent();
        is("pace:" + name, growth > config.buildTimePct() ? Optional.of("since") : Optional.empty(), now,
                Severity.WARNING,
                name + " takes " + percent(growth) + " longer than before: " + minutes(pace.get().now())
                        + " instead of "
                        + minutes(pace.get().before()),
                "The middle of the newest ten runs that passed, against those before.",
                name + " is as fast as before: " + minutes(pace.get().now()));
    }

    private static String minutes(Duration time) {
        return time.toMinutes() + " min " + time.toSecondsPart() + " s";
    }

    private void coverage(CiProvider ci, Builds builds) {
        Optional<Run> newest = builds.newestPassed();
        Optional<CiJobs> jobs = ci.ability(CiJobs.class);
        if (newest.isEmpty() || jobs.isEmpty() || newest.get().id().equals(known.coveredRun)) {
            return;
        }
        Run run = newest.get();
        known.coveredRun = run.id();
        long covered = 0;
        long lines = 0;
        for (CiJobs.Artifact file : jobs.get().artifacts(repo, run.id())) {
            if (!file.expired() && file.bytes() <= LARGEST_REPORT && REPORT.matcher(file.name()).find()) {
                Optional<Coverage> one = report(jobs.get(), run, file);
                covered += one.map(Coverage::covered).orElse(0L);
                lines += one.map(Coverage::lines).orElse(0L);
            }
        }
        if (lines > 0) {
            double percent = new Coverage(covered, lines).percent();
            double best = known.baselines.getOrDefault("coverage", percent);
            boolean fell = best - percent >= config.coverageDropPct() && best > percent;
            if (fell) {
                once("coverage:" + run.id(), Severity.WARNING, "Coverage fell from " + percent(best) + " to "
                        + percent(percent), "Commit " + run.commit() + ", " + covered + " of " + lines + " lines.");
            }
            known.baselines.put("coverage", fell ? percent : Math.max(best, percent));
        }
    }

    private Optional<Coverage> report(CiJobs jobs, Run run, CiJobs.Artifact file) {
        try {
            return Coverage.of(jobs.artifact(repo, run.id(), file.id(), LARGEST_REPORT));
        } catch (PluginException e) {
            if (e.failure() == Failure.RATE_LIMITED) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private void todos() {
        SkillResult found;
        try {
            found = check.skills().run("code.search", JsonValue.object().put("query", "\\b(TODO|FIXME|XXX|HACK)\\b")
                    .put("mode", "text").put("regex", true).put("limit", 1).build());
        } catch (PluginException e) {
            return; // Without a checkout there is nothing to count.
        }
        double total = found.data().orElse(JsonValue.NULL).get("total").asDouble(-1);
        if (!found.succeeded() || total < 0) {
            return;
        }
        double least = known.baselines.getOrDefault("todos", total);
        boolean grew = total - least >= config.todoGrowth() && total > least;
        if (grew) {
            once("todos:" + (long) total + ":" + now.getEpochSecond() / 3600, Severity.INFO, "TODOs grew from "
                    + (long) least + " to " + (long) total, "Lines with TODO, FIXME, XXX or HACK.");
        }
        known.baselines.put("todos", grew ? total : Math.min(least, total));
    }

    /** An aspect that is bad, with a mark of this time, or is not: what began and what ended is told, each once. */
    private void is(String aspect, Optional<String> bad, Instant since, Severity severity, String title, String detail,
            String over) {
        String was = known.open.get(aspect);
        String incident = "health:" + repo + ":" + aspect;
        if (bad.isPresent() && was == null) {
            String mark = bad.get().equals("since") ? "" + since.getEpochSecond() : bad.get();
            known.open.put(aspect, mark);
            events.add(HeartbeatEvent.builder(incident + ":" + mark, severity, oneLine(title), since).repo(repo)
                    .incident(incident, State.OPEN).detail(detail).build());
        } else if (bad.isEmpty() && was != null) {
            known.open.remove(aspect);
            events.add(HeartbeatEvent.builder(incident + ":" + was + ":over", Severity.INFO, oneLine(over), now)
                    .repo(repo).incident(incident, State.RESOLVED).build());
        }
    }

    private void once(String key, Severity severity, String title, String detail) {
        events.add(HeartbeatEvent.builder("health:" + repo + ":" + key, severity, oneLine(title), now).repo(repo)
                .detail(detail).build());
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.1f %%", value);
    }
}

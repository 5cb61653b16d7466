package dev.telecoder.plugin.monitor.prs;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.monitor.HeartbeatEvent;
import dev.telecoder.api.monitor.HeartbeatEvent.Severity;
import dev.telecoder.api.monitor.HeartbeatEvent.State;
import dev.telecoder.api.repo.PullRequestList.Decision;
import dev.telecoder.api.repo.PullRequestList.Open;
import dev.telecoder.api.repo.PullRequestWork;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.Skills;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Words what happened to pull requests of a repository. For one thread. */
final class Events {

    private static final int LONGEST_TITLE = 200;
    private static final int EXCERPT = 1_200;

    private final String repo;
    private final Skills skills;
    private final List<HeartbeatEvent> all = new ArrayList<>();

    Events(String repo, Skills skills) {
        this.repo = repo;
        this.skills = skills;
    }

    List<HeartbeatEvent> all() {
        return all;
    }

    void opened(Open one) {
        add(one, "opened", "opened", State.OPEN, Severity.INFO, one.openedAt(), "#" + one.pull().number() + " "
                + one.pull().title() + " was opened by @" + one.pull().author(), one.draft() ? "It is a draft." : "",
                Optional.empty());
    }

    void reviewWanted(Open one, List<String> people, String me) {
        boolean ours = people.contains(me);
        add(one, "review", "review:" + String.join(",", people) + ":" + one.changedAt(), State.OPEN,
                ours ? Severity.WARNING : Severity.INFO, one.changedAt(), "#" + one.pull().number() + " "
                        + one.pull().title() + " waits for a review by " + named(people),
                "Opened by @"
                        + one.pull().author() + ".",
                Optional.of(ours ? me : people.getFirst()));
    }

    void changesWanted(Open one, Decision decision, boolean mine) {
        add(one, "changes", "changes:" + decision.reviewer() + ":" + decision.at(), State.OPEN, urgency(mine),
                decision.at(), "@" + decision.reviewer() + " asks for changes in #" + one.pull().number() + " "
                        + one.pull().title(),
                decision.markdown(), Optional.of(one.pull().author()));
    }

    void changesDone(Open one, Instant now) {
        over(one, "changes", "changes-done:" + one.changedAt(), now,
                "Nobody asks for changes in #" + one.pull().number() + " any more");
    }

    void red(Open one, List<PullRequestWork.Check> failed, boolean mine, Instant now) {
        String names = failed.stream().map(PullRequestWork.Check::name).distinct().limit(5)
                .collect(Collectors.joining(", "));
        add(one, "checks", "checks:" + one.head() + ":failed", State.OPEN, urgency(mine), now, "Checks of #"
                + one.pull().number() + " " + one.pull().title() + " failed: " + names, mine ? cause(failed) : "",
                Optional.of(one.pull().author()));
    }

    void green(Open one, Instant now) {
        over(one, "checks", "checks:" + one.head() + ":passed", now, "Checks of #" + one.pull().number() + " passed");
    }

    void conflicts(Open one, boolean has, boolean mine, Instant now) {
        if (has) {
            add(one, "conflicts", "conflicts:" + one.head() + ":" + one.changedAt(), State.OPEN, urgency(mine), now,
                    "#" + one.pull().number() + " " + one.pull().title() + " has conflicts with " + one.pull().base(),
                    "", Optional.of(one.pull().author()));
        } else {
            over(one, "conflicts", "merges:" + one.head() + ":" + one.changedAt(), now, "#" + one.pull().number()
                    + " can be merged again");
        }
    }

    void stale(Open one, Duration after, Instant now) {
        add(one, "stale", "stale:" + one.changedAt(), State.OPEN, Severity.INFO, now, "#" + one.pull().number() + " "
                + one.pull().title() + " was not touched for " + Duration.between(one.changedAt(), now).toDays()
                + " days", "Stale counts after " + after.toDays() + " days. Opened by @" + one.pull().author() + ".",
                Optional.of(one.pull().author()));
    }

    void touched(Open one) {
        over(one, "stale", "touched:" + one.changedAt(), one.changedAt(), "#" + one.pull().number()
                + " goes on");
    }

    /** What was open about one that is merged or closed is over. */
    void ended(String number, Known was, Instant now) {
        for (String aspect : List.of("opened", "review", "changes", "checks", "conflicts", "stale")) {
            boolean open = switch (aspect) {
                case "opened" -> !was.mine();
                case "review" -> !was.reviewers().isEmpty();
                case "changes" -> !was.against().isEmpty();
                case "checks" -> !was.checks().equals("passed") && !was.checks().equals("none");
                case "conflicts" -> was.conflicts();
                default -> was.stale();
            };
            if (open) {
                all.add(HeartbeatEvent.builder(prefix(number) + "ended:" + aspect, Severity.INFO,
                        title("#" + number + " " + was.title() + " was merged or closed"), now).repo(repo)
                        .incident(prefix(number) + aspect, State.RESOLVED).build());
            }
        }
    }

    private String cause(List<PullRequestWork.Check> failed) {
        Optional<String> run = failed.stream().map(PullRequestWork.Check::run).filter(id -> !id.isEmpty()).findFirst();
        if (run.isEmpty()) {
            return "";
        }
        try {
            SkillResult found = skills.run("ci.logs",
                    JsonValue.object().put("run", run.get()).put("max_chars", EXCERPT).build());
            return found.succeeded() ? found.output() : "";
        } catch (PluginException e) {
            if (e.failure() == Failure.RATE_LIMITED) {
                throw e;
            }
            return "";
        }
    }

    /** What somebody has to do for one of ours is worth a message; of the others a line in the summary is enough. */
    private static Severity urgency(boolean mine) {
        return mine ? Severity.WARNING : Severity.INFO;
    }

    private static String named(List<String> people) {
        return people.stream().map(who -> "@" + who).collect(Collectors.joining(", "));
    }

    private void over(Open one, String aspect, String key, Instant at, String title) {
        add(one, aspect, key, State.RESOLVED, Severity.INFO, at, title, "", Optional.empty());
    }

    private void add(Open one, String aspect, String key, State state, Severity severity, Instant at, String title,
            String detail, Optional<String> person) {
        String prefix = prefix("" + one.pull().number());
        HeartbeatEvent.Builder event = HeartbeatEvent.builder(prefix + key, severity, title(title), at).repo(repo)
                .incident(prefix + aspect, state).detail(detail.strip()).location(one.pull().location());
        person.ifPresent(event::person);
        all.add(event.build());
    }

    private String prefix(String number) {
        return "prs:" + repo + "#" + number + ":";
    }

    private static String title(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= LONGEST_TITLE ? line : line.substring(0, LONGEST_TITLE - 1) + "…";
    }
}

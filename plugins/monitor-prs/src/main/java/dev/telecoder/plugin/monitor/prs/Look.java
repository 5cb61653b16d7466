package dev.telecoder.plugin.monitor.prs;

import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.monitor.HeartbeatEvent;
import dev.telecoder.api.monitor.Monitor;
import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.PullRequestList;
import dev.telecoder.api.repo.PullRequestList.Open;
import dev.telecoder.api.repo.PullRequestWork;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One look at the open pull requests of a repository. One question where nothing changed; more only about pull requests that did.
 * For one thread.
 */
final class Look {

    private static final int MOST_ASKED = 60;
    /** About one pull request that changed: decisions, checks, conflicts. */
    private static final int QUESTIONS = 3;

    private final String repo;
    private final CodeHost host;
    private final PullRequestList list;
    private final Optional<PullRequestWork> work;
    private final Monitor.Check check;
    private final Instant now;
    private final Duration staleAfter;
    private final Optional<String> before;
    private final Map<String, Known> known = new LinkedHashMap<>();
    private final Events events;
    private @Nullable String me;
    private int asked;

    Look(String repo, CodeHost host, PullRequestList list, Monitor.Check check, Json json, Instant now,
            Duration staleAfter) {
        this.repo = repo;
        this.host = host;
        this.list = list;
        this.work = host.ability(PullRequestWork.class);
        this.check = check;
        this.now = now;
        this.staleAfter = staleAfter;
        this.before = check.recall(repo);
        this.events = new Events(repo, check.skills());
        before.map(json::parse).orElse(JsonValue.NULL).members()
                .forEach((number, one) -> known.put(number, Known.read(one)));
    }

    /** Looks; what is to be merged into the branch that was pushed may have conflicts now. */
    List<HeartbeatEvent> atAll(String pushed) {
        List<Open> open = list.open(repo);
        Map<String, Known> after = new LinkedHashMap<>();
        List<String> gone = new ArrayList<>(known.keySet());
        open.forEach(one -> gone.remove("" + one.pull().number()));
        for (Open one : open) {
            String number = "" + one.pull().number();
            Known was = known.get(number);
            // One that was merged moved the base of the others.
            boolean moved = !gone.isEmpty() || one.pull().base().equals(pushed);
            after.put(number, before.isEmpty() ? first(one) : look(one, was, moved));
        }
        gone.forEach(number -> events.ended(number, known.get(number), now));
        String text = JsonValue.of(json(after)).toString();
        if (!before.equals(Optional.of(text))) {
            check.remember(repo, text);
        }
        return events.all();
    }

    private static Map<String, JsonValue> json(Map<String, Known> all) {
        Map<String, JsonValue> json = new LinkedHashMap<>();
        all.forEach((number, one) -> json.put(number, one.json()));
        return json;
    }

    /** What was there before anybody watched is no news. */
    private Known first(Open one) {
        return new Known(one.pull().title(), isMine(one), one.head(), one.changedAt(), one.reviewers(), "", "none",
                false, 0, isStale(one));
    }

    private Known look(Open one, @Nullable Known was, boolean moved) {
        boolean mine = was == null ? isMine(one) : was.mine();
        boolean changed = was == null || !was.head().equals(one.head()) || !was.changedAt().equals(one.changedAt());
        if (was == null && !mine) {
            events.opened(one);
        }
        List<String> before = was == null ? List.of() : was.reviewers();
        List<String> fresh = one.reviewers().stream().filter(who -> !before.contains(who)).toList();
        if (!fresh.isEmpty()) {
            events.reviewWanted(one, fresh, me());
        }
        if (changed && asked + QUESTIONS > MOST_ASKED) {
            // The next look asks: as if it had not changed yet.
            return new Known(one.pull().title(), mine, was == null ? "" : was.head(),
                    was == null ? Instant.EPOCH : was.changedAt(), one.reviewers(), was == null ? "" : was.against(),
                    was == null ? "none" : was.checks(), was != null && was.conflicts(), 0, staleness(one, was));
        }
        String against = changed ? decided(one, was, mine) : was.against();
        String checks = changed || was.checks().equals("running") ? checked(one, was, mine) : was.checks();
        int again = changed || moved ? 2 : was.again();
        boolean conflicts = was != null && was.conflicts();
        if (again > 0 && mayAsk()) {
            again--;
            conflicts = conflicting(one, conflicts, mine);
        }
        return new Known(one.pull().title(), mine, one.head(), one.changedAt(), one.reviewers(), against, checks,
                conflicts, again, staleness(one, was));
    }

    private String decided(Open one, @Nullable Known was, boolean mine) {
        asked++;
        Optional<PullRequestList.Decision> against = list.decisions(repo, one.pull().number()).reversed().stream()
                .filter(decision -> !decision.approved()).findFirst();
        String mark = against.map(decision -> decision.reviewer() + "@" + decision.at()).orElse("");
        String last = was == null ? "" : was.against();
        if (!mark.equals(last)) {
            against.ifPresentOrElse(decision -> events.changesWanted(one, decision, mine),
                    () -> events.changesDone(one, now));
        }
        return mark;
    }

    private String checked(Open one, @Nullable Known was, boolean mine) {
        String last = was == null ? "none" : was.checks();
        if (work.isEmpty() || !mayAsk()) {
            return last;
        }
        List<PullRequestWork.Check> checks = work.get().checks(repo, one.head());
        List<PullRequestWork.Check> failed =
                checks.stream().filter(each -> each.state().equals("failed")).toList();
        String state = !failed.isEmpty() ? "failed"
                : checks.stream().anyMatch(each -> each.state().equals("running")) ? "running"
                        : checks.isEmpty() ? "none" : "passed";
        boolean sameHead = was != null && was.head().equals(one.head());
        if (state.equals("failed") && !(sameHead && last.equals("failed"))) {
            events.red(one, failed, mine, now);
        } else if (state.equals("passed") && !last.equals("passed")) {
            events.green(one, now);
        }
        // While the new commit is built, the pull request stays as red as it was: it is green when it is.
        return state;
    }

    private boolean conflicting(Open one, boolean had, boolean mine) {
        boolean has = work.flatMap(able -> able.standing(repo, one.pull().number()))
                .map(PullRequestWork.Standing::conflicts).orElse(had);
        if (has != had) {
            events.conflicts(one, has, mine, now);
        }
        return has;
    }

    private boolean staleness(Open one, @Nullable Known was) {
        boolean stale = isStale(one);
        boolean knew = was != null && was.stale();
        if (stale && !knew) {
            events.stale(one, staleAfter, now);
        } else if (!stale && knew) {
            events.touched(one);
        }
        return stale;
    }

    private boolean isStale(Open one) {
        return !one.draft() && one.changedAt().plus(staleAfter).isBefore(now);
    }

    private boolean mayAsk() {
        return ++asked <= MOST_ASKED;
    }

    private boolean isMine(Open one) {
        return one.pull().author().equals(me());
    }

    private String me() {
        String known = me;
        if (known == null) {
            known = host.account().orElse("");
            me = known;
        }
        return known;
    }
}

package dev.telecoder.platform.watch;

import dev.telecoder.api.repo.CiProvider;
import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.PullRequestWork;
import dev.telecoder.api.repo.PullRequestWork.Check;
import dev.telecoder.api.repo.PullRequestWork.Comment;
import dev.telecoder.api.repo.PullRequestWork.Standing;
import dev.telecoder.api.repo.PullRequests;
import dev.telecoder.api.repo.PullRequests.PullRequest;
import dev.telecoder.api.repo.Repositories;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a look at a pull request found.
 *
 * @param state {@code open}, {@code merged} or {@code closed}
 * @param head its newest commit
 * @param conflicts whether it cannot be merged without solving conflicts
 * @param author the account that opened it; empty where that is not known
 * @param checks the checks of that commit
 * @param said what was said since we read it last
 * @param writers those of the people who said it that may write to the repository
 */
record Looked(String state, String head, boolean conflicts, String author, List<Check> checks, List<Comment> said,
        Set<String> writers) {

    private static final int RUNS = 50;

    static Looked at(PullWatch watch, WatchWork around) {
        Repositories repositories = around.repositories();
        Optional<CodeHost> host = repositories.codeHost(watch.repo());
        Optional<PullRequestWork> work = host.flatMap(one -> one.ability(PullRequestWork.class));
        if (work.isEmpty()) {
            return without(watch, host, repositories);
        }
        Standing standing = work.get().standing(watch.service(), watch.number()).orElse(null);
        if (standing == null || !standing.pull().state().equals("open")) {
            return new Looked(standing == null ? "closed" : standing.pull().state(), watch.head(), false,
                    watch.author(), List.of(), List.of(), Set.of());
        }
        String author = standing.pull().author();
        List<Comment> said = work.get().comments(watch.service(), watch.number(), watch.heardAt()).stream()
                .filter(one -> !one.bot() && !one.author().equals(author) && !around.isHeardElsewhere(watch, one))
                .toList();
        Set<String> writers = new HashSet<>();
        Set<String> asked = new HashSet<>();
        for (Comment one : said) {
            if (asked.add(one.author()) && work.get().mayWrite(watch.service(), one.author())) {
                writers.add(one.author());
            }
        }
        return new Looked("open", standing.head(), standing.conflicts(), author,
                work.get().checks(watch.service(), standing.head()), said, writers);
    }

    /** A code host that tells no more than which pull requests are open: the checks are the runs of its CI. */
    private static Looked without(PullWatch watch, Optional<CodeHost> host, Repositories repositories) {
        Optional<PullRequest> open = host.flatMap(one -> one.ability(PullRequests.class))
                .flatMap(pulls -> pulls.findOpen(watch.service(), watch.branch()));
        if (open.isEmpty()) {
            return new Looked("closed", watch.head(), false, watch.author(), List.of(), List.of(), Set.of());
        }
        List<Check> checks = new ArrayList<>();
        for (CiProvider ci : repositories.ci(watch.repo())) {
            // The newest of each workflow counts; they come newest first.
            Map<String, CiProvider.Run> newest = new HashMap<>();
            ci.runs(watch.service(), watch.branch(), RUNS).stream().filter(run -> run.commit().equals(watch.head()))
                    .forEach(run -> newest.putIfAbsent(run.name(), run));
            newest.values().forEach(run -> checks
                    .add(new Check(run.name(), state(run.state()), run.id(), run.location())));
        }
        return new Looked("open", watch.head(), false, open.get().author(), List.copyOf(checks), List.of(), Set.of());
    }

    private static String state(String run) {
        return switch (run) {
            case "passed", "failed", "running" -> run;
            case "queued", "pending", "waiting" -> "running";
            default -> "skipped";
        };
    }

    List<Check> failed() {
        return checks.stream().filter(check -> check.state().equals("failed")).toList();
    }

    boolean running() {
        return checks.stream().anyMatch(check -> check.state().equals("running"));
    }

    /** Whether there are checks, and all ended well; some may have been left out. */
    boolean passed() {
        return checks.stream().anyMatch(check -> check.state().equals("passed")) && !running() && failed().isEmpty();
    }
}

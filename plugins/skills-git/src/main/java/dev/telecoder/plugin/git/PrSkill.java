package dev.telecoder.plugin.git;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.Checkout;
import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.PullRequests;
import dev.telecoder.api.repo.PullRequests.PullRequest;
import dev.telecoder.api.skill.Effect;
import dev.telecoder.api.skill.Reconciled;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.RunRecord;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.SkillSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/**
 * {@code git.pr}: pushes a branch and opens its pull request, with the evidence for it. A branch has one open pull request at
 * most, so a run that is repeated finds what it opened. Any thread may run it.
 */
@Extension
public final class PrSkill implements Skill {

    private static final SkillSpec SPEC = SkillSpec.builder("git.pr", """
            Pushes the branch and opens its pull request; where it is open already, pushes only. Commit and test first. Without \
            "tests_after" it is a draft.""", """
            {"type":"object","additionalProperties":false,"required":["title","what","why"],"properties":{
            "title":{"type":"string","description":"imperative"},
            "what":{"type":"string"},
            "why":{"type":"string"},
            "tests_before":{"type":"string"},
            "tests_after":{"type":"string","description":"their totals now"},
            "risk":{"type":"string"},
            "branch":{"type":"string","description":"default: the current one"},
            "base":{"type":"string","description":"default: the default branch"},
            "draft":{"type":"boolean"},
            "repo":{"type":"string","description":"default: the one in focus"}}}""", Risk.EXTERNAL)
            .outsideText(false).needsRepository().timeout(Duration.ofMinutes(5))
            .keywords("pull request", "merge request", "pr", "review")
            .examples(
                    """
                    {"title": "Reject negative amounts", "what": "Payments below zero are refused.", \
                    "why": "They were booked as credit.", "tests_before": "1 of 12 failed", "tests_after": "12 passed"}""")
            .build();

    /** What is asked for. */
    record Input(String title, String what, String why, @Nullable String testsBefore, @Nullable String testsAfter,
            @Nullable String risk, @Nullable String branch, @Nullable String base, boolean draft) {

        /** Whether nobody said that it was tested, or somebody wants it to wait. */
        boolean waits() {
            return draft || testsAfter == null || testsAfter.isBlank();
        }
    }

    /** Where pull requests of a repository are kept, and by what name. */
    private record Place(PullRequests pulls, String name) {}

    @Override
    public SkillSpec spec() {
        return SPEC;
    }

    @Override
    public List<Effect> effects(SkillInput input) {
        String branch = input.value().get("branch").findText().map(String::strip).filter(name -> !name.isEmpty())
                .orElse(null);
        return List.of(new Effect("push", branch), new Effect("pull-request", branch));
    }

    @Override
    public SkillResult run(SkillInput skillInput, SkillContext context) {
        Input input = skillInput.as(Input.class);
        try {
            return open(input, context.checkout(), context);
        } catch (PluginException e) {
            if (e.failure() == Failure.REJECTED) {
                return SkillResult.failed(e.getMessage());
            }
            throw e;
        }
    }

    private static SkillResult open(Input input, Checkout checkout, SkillContext context) {
        String branch = branch(input, checkout.branch());
        String base = base(input, checkout);
        if (input.title().isBlank() || input.title().lines().count() > 1) {
            return SkillResult.failed("\"title\" must be one line that says what the change does.");
        }
        if (branch.equals(base) || branch.equals(checkout.defaultBranch())) {
            return SkillResult.failed("A pull request needs a branch of its own, not " + branch
                    + ". Commit with git.commit and \"branch\": \"telecoder/<topic>\".");
        }
        if (checkout.resolve("refs/heads/" + branch).isEmpty()) {
            return SkillResult.failed("There is no branch " + branch + ". Commit with git.commit and that \"branch\".");
        }
        if (checkout.branch().equals(Optional.of(branch)) && !checkout.changes().isEmpty()) {
            return SkillResult.failed("Not everything is committed: " + Results.counts(checkout.changes())
                    + ". Commit it with git.commit, or take it back.");
        }
        Optional<Place> found = place(checkout.repo(), context);
        if (found.isEmpty()) {
            return SkillResult.failed("No code host that keeps pull requests is configured for " + checkout.repo()
                    + ". Set repos[].host and the host's section, such as github.token.");
        }
        Place place = found.get();
        List<Checkout.Change> changes = checkout.diff(from(checkout, base), branch, List.of()).changes();
        if (changes.isEmpty()) {
            return SkillResult.failed(branch + " has nothing that " + base + " does not have.");
        }
        Checkout.Pushed pushed = checkout.push(branch, false);
        Optional<PullRequest> open = place.pulls().findOpen(place.name(), branch);
        if (open.isPresent()) {
            return told(open.get(), pushed, false, false);
        }
        context.cancellation().throwIfCancelled();
        return told(place.pulls().open(place.name(), branch, base, input.title().strip(),
                PrBody.of(input, changes, PrBody.template(checkout.directory())), input.waits()), pushed, true,
                input.waits());
    }

    private static SkillResult told(PullRequest pull, Checkout.Pushed pushed, boolean isNew, boolean draft) {
        String said = (isNew ? "Opened " + (draft ? "the draft " : "") : "Already open: ") + "#" + pull.number() + " "
                + pull.title() + ", " + pull.branch() + " into " + pull.base() + "\n" + pull.location() + "\n"
                + (pushed.already() ? "The remote had" : "Pushed") + " " + Results.brief(pushed.commit()) + ".";
        return SkillResult.ok(said).withData(data(pull, isNew, pushed.commit()))
                .withArtifacts(
                        List.of(new SkillResult.Artifact("pull-request", "#" + pull.number() + " " + pull.title(),
                                pull.location())));
    }

    private static JsonValue data(PullRequest pull, boolean isNew, String commit) {
        return JsonValue.object().put("number", pull.number()).put("title", pull.title()).put("branch", pull.branch())
                .put("base", pull.base()).put("url", pull.location().toString()).put("opened", isNew)
                .put("commit", commit).build();
    }

    /** The remote's state of the base counts, where it is known. */
    private static String from(Checkout checkout, String base) {
        return checkout.resolve("refs/remotes/origin/" + base).isPresent() ? "origin/" + base : base;
    }

    private static String branch(Input input, Optional<String> current) {
        return input.branch() != null && !input.branch().isBlank() ? input.branch().strip() : current.orElse("");
    }

    private static String base(Input input, Checkout checkout) {
        return input.base() != null && !input.base().isBlank() ? input.base().strip() : checkout.defaultBranch();
    }

    private static Optional<Place> place(String repo, SkillContext context) {
        Optional<CodeHost> service = context.repositories().codeHost(repo);
        return service.flatMap(host -> host.ability(PullRequests.class)).map(pulls -> new Place(pulls,
                context.repositories().all().stream().filter(one -> one.name().equals(repo)).findFirst()
                        .flatMap(one -> service.flatMap(host -> host.identify(one.url()))).orElse(repo)));
    }

    @Override
    public Reconciled reconcile(RunRecord run, SkillContext context) {
        if (!context.hasCheckout()) {
            return Reconciled.unknown();
        }
        Checkout checkout = context.checkout();
        String branch = branch(run.input().as(Input.class), run.branch().or(checkout::branch));
        try {
            Optional<Place> place = place(checkout.repo(), context);
            Optional<String> here = checkout.resolve("refs/heads/" + branch);
            if (place.isEmpty() || here.isEmpty()) {
                return Reconciled.unknown();
            }
            return checkout.remoteHead(branch).equals(here)
                    ? place.get().pulls().findOpen(place.get().name(), branch)
                            .<Reconciled>map(pull -> Reconciled.done(SkillResult.ok("#" + pull.number() + " is open: "
                                    + pull.location()).withData(data(pull, true, here.get()))))
                            .orElseGet(Reconciled::notDone)
                    : Reconciled.notDone();
        } catch (PluginException e) {
            return Reconciled.unknown();
        }
    }
}

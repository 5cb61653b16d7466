package dev.telecoder.plugin.git;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.repo.Checkout;
import dev.telecoder.api.repo.PullRequestWork.Standing;
import dev.telecoder.api.skill.Effect;
import dev.telecoder.api.skill.Reconciled;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.RunRecord;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.SkillSpec;
import dev.telecoder.plugin.git.PrInput.Action;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * {@code git.pr}: pushes a branch and opens its pull request with the evidence that the host recorded, brings it up to date,
 * comments, asks for a review, merges. A branch has one open pull request at most, so a run that is repeated finds what it
 * opened. Any thread may run it.
 */
@Extension
public final class PrSkill implements Skill {

    private static final SkillSpec SPEC = SkillSpec.builder("git.pr", """
            Pushes the branch and opens its pull request, or updates the open one. Test and commit first: it shows what was \
            run on the commit, and is a draft if nothing was.""", """
            {"type":"object","properties":{
            "action":{"enum":["open","update","comment","review","merge"]},
            "title":{"type":"string","description":"imperative"},
            "what":{"type":"string"},
            "why":{"type":"string"},
            "risk":{"type":"string"},
            "text":{"type":"string","description":"the comment"},
            "number":{"type":"integer","description":"default: the branch's"},
            "reviewers":{"type":"array","items":{"type":"string"}},
            "branch":{"type":"string","description":"default: the current one"},
            "base":{"type":"string"},
            "draft":{"type":"boolean"},
            "repo":{"type":"string"}}}""", Risk.DANGEROUS)
            .outsideText(false).needsRepository().timeout(Duration.ofMinutes(5))
            .keywords("pull request", "merge request", "pr", "review", "merge", "comment", "reviewers")
            .examples("""
                    {"title": "Reject negative amounts", "what": "Payments below zero are refused.", \
                    "why": "They were booked as credit."}""", """
                    {"action": "comment", "number": 7, "text": "Fixed, thanks."}""", """
                    {"action": "merge"}""")
            .build();

    @Override
    public SkillSpec spec() {
        return SPEC;
    }

    /** A merge cannot be taken back, whatever branch it goes to. */
    @Override
    public Risk risk(SkillInput input) {
        return action(input) == Action.MERGE ? Risk.DANGEROUS : Risk.EXTERNAL;
    }

    @Override
    public List<Effect> effects(SkillInput input) {
        String branch = PrInput.text(input.value().get("branch").findText().orElse(null)).orElse(null);
        return switch (action(input)) {
            case OPEN, UPDATE -> List.of(new Effect("push", branch), new Effect("pull-request", branch));
            case REVIEW -> List.of(new Effect("pull-request", branch));
            case COMMENT -> List.of(new Effect("comment", null));
            case MERGE -> List.of();
        };
    }

    private static Action action(SkillInput input) {
        return input.as(PrInput.class).wanted();
    }

    @Override
    public SkillResult run(SkillInput skillInput, SkillContext context) {
        PrInput input = skillInput.as(PrInput.class);
        try {
            return run(input, context);
        } catch (PluginException e) {
            if (e.failure() == Failure.REJECTED) {
                return SkillResult.failed(e.getMessage());
            }
            throw e;
        }
    }

    private static SkillResult run(PrInput input, SkillContext context) {
        Checkout checkout = context.checkout();
        String branch = branch(input, checkout.branch());
        PrPlace place = PrPlace.known(checkout.repo(), context);
        if (input.wanted() == Action.OPEN || input.wanted() == Action.UPDATE) {
            return new PrOpening(input, checkout, place, context, branch).run();
        }
        PrTalk talk = new PrTalk(input, Optional.of(checkout), place, place.number(input.number(), branch));
        return switch (input.wanted()) {
            case COMMENT -> talk.comment();
            case REVIEW -> talk.review();
            default -> talk.merge();
        };
    }

    private static String branch(PrInput input, Optional<String> current) {
        return PrInput.text(input.branch()).or(() -> current).orElse("");
    }

    @Override
    public Reconciled reconcile(RunRecord run, SkillContext context) {
        if (!context.hasCheckout()) {
            return Reconciled.unknown();
        }
        PrInput input = run.input().as(PrInput.class);
        Checkout checkout = context.checkout();
        String branch = branch(input, run.branch().or(checkout::branch));
        try {
            Optional<PrPlace> place = PrPlace.of(checkout.repo(), context);
            return place.isEmpty() ? Reconciled.unknown() : switch (input.wanted()) {
                case OPEN, UPDATE -> opened(checkout, place.get(), branch, context);
                case COMMENT -> said(input, place.get(), place.get().number(input.number(), branch), run);
                // Who was asked is not asked again.
                case REVIEW -> Reconciled.notDone();
                case MERGE -> merged(place.get(), input.number());
            };
        } catch (PluginException e) {
            return Reconciled.unknown();
        }
    }

    private static Reconciled opened(Checkout checkout, PrPlace place, String branch, SkillContext context) {
        Optional<String> here = checkout.resolve("refs/heads/" + branch);
        if (here.isEmpty()) {
            return Reconciled.unknown();
        }
        return checkout.remoteHead(branch).equals(here)
                ? place.pulls().findOpen(place.name(), branch)
                        .<Reconciled>map(pull -> Reconciled.done(SkillResult.ok("#" + pull.number() + " is open: "
                                + pull.location())
                                .withData(PrOpening.data(pull, true, false, Proof.of(context.checkedRuns(), checkout,
                                        here.get(), "origin/" + pull.base()).verified(), here.get()))
                                .withArtifacts(List.of(new SkillResult.Artifact("pull-request",
                                        "#" + pull.number() + " " + pull.title(), pull.location())))))
                        .orElseGet(Reconciled::notDone)
                : Reconciled.notDone();
    }

    private static Reconciled said(PrInput input, PrPlace place, long number, RunRecord run) {
        String text = PrInput.text(input.text()).orElse("");
        return place.work().comments(place.name(), number, run.startedAt().minusSeconds(60)).stream()
                .anyMatch(one -> one.markdown().strip().equals(text))
                        ? Reconciled.done(SkillResult.ok("Commented on #" + number + ".")) : Reconciled.notDone();
    }

    private static Reconciled merged(PrPlace place, long number) {
        Optional<Standing> standing = number > 0 ? place.work().standing(place.name(), number) : Optional.empty();
        return standing.<Reconciled>map(found -> found.pull().state().equals("merged")
                ? Reconciled.done(PrTalk.merged(found, "")) : Reconciled.notDone()).orElseGet(Reconciled::unknown);
    }
}

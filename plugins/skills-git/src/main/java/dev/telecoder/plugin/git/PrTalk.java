package dev.telecoder.plugin.git;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.Checkout;
import dev.telecoder.api.repo.PullRequestWork;
import dev.telecoder.api.repo.PullRequestWork.Standing;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.SkillResult.Artifact;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** What is done with a pull request that is there: saying something, asking for a review, merging. One run. */
record PrTalk(PrInput input, Optional<Checkout> checkout, PrPlace place, long number) {

    SkillResult comment() {
        Optional<String> text = PrInput.text(input.text());
        if (text.isEmpty()) {
            return SkillResult.failed("A comment needs a \"text\".");
        }
        URI at = place.work().comment(place.name(), number, text.get());
        return SkillResult.ok("Commented on #" + number + ": " + at)
                .withData(JsonValue.object().put("number", number).put("url", at.toString()).build())
                .withArtifacts(List.of(new Artifact("comment", "on #" + number, at)));
    }

    SkillResult review() {
        CodeOwners.Owners owners = input.reviewers().isEmpty()
                ? checkout.flatMap(tree -> CodeOwners.in(tree.directory()).map(all -> all.of(changed(tree))))
                        .orElse(CodeOwners.Owners.of(List.of()))
                : CodeOwners.Owners.of(input.reviewers());
        if (owners.isEmpty()) {
            return SkillResult.failed("CODEOWNERS names nobody for what is changed. Name \"reviewers\": accounts, or "
                    + "teams as owner/team.");
        }
        place.work().requestReview(place.name(), number, owners.people(), owners.teams());
        return SkillResult.ok("Asked for a review of #" + number + ": "
                + PrOpening.names(owners.people(), owners.teams()) + ".")
                .withData(JsonValue.object().put("number", number).put("people", owners.people())
                        .put("teams", owners.teams()).build());
    }

    private static List<String> changed(Checkout tree) {
        String base = "origin/" + tree.defaultBranch();
        return tree.diff(tree.resolve(base).isPresent() ? base : tree.defaultBranch(), "", List.of()).changes()
                .stream().map(Checkout.Change::path).toList();
    }

    /** Merges what was looked at: a pull request that got other commits meanwhile stays as it is. */
    SkillResult merge() {
        PullRequestWork work = place.work();
        Optional<Standing> found = work.standing(place.name(), number);
        if (found.isEmpty()) {
            return SkillResult.failed("There is no pull request #" + number + " in " + place.name() + ".");
        }
        Standing standing = found.get();
        if (!standing.pull().state().equals("open")) {
            return SkillResult.failed("#" + number + " is " + standing.pull().state() + " already.");
        }
        if (standing.draft()) {
            return SkillResult
                    .failed("#" + number + " is a draft. Run the tests and git.pr again, so that it is ready.");
        }
        if (standing.conflicts()) {
            return SkillResult.failed("#" + number + " conflicts with " + standing.pull().base()
                    + ". Solve that on its branch first.");
        }
        Optional<String> here = checkout.flatMap(tree -> tree.resolve("refs/heads/" + standing.pull().branch()));
        if (here.isPresent() && !here.get().equals(standing.head())) {
            return SkillResult.failed("#" + number + " has other commits than the branch here: "
                    + Results.brief(standing.head()) + ", not " + Results.brief(here.get())
                    + ". Look at them first.");
        }
        List<String> open = work.checks(place.name(), standing.head()).stream()
                .filter(check -> check.state().equals("failed") || check.state().equals("running"))
                .map(check -> check.name() + " " + check.state()).toList();
        if (!open.isEmpty()) {
            return SkillResult.failed("#" + number + " is not green: " + String.join(", ", open) + ".");
        }
        return merged(standing, work.merge(place.name(), number, standing.head()));
    }

    static SkillResult merged(Standing standing, String commit) {
        return SkillResult.ok("Merged #" + standing.pull().number() + " " + standing.pull().title() + " into "
                + standing.pull().base() + (commit.isEmpty() ? "." : ", as " + Results.brief(commit) + "."))
                .withData(JsonValue.object().put("number", standing.pull().number()).put("merged", true)
                        .put("into", standing.pull().base()).put("merge_commit", commit).build())
                .withArtifacts(List.of(new Artifact("merge", "#" + standing.pull().number() + " "
                        + standing.pull().title(), standing.pull().location())));
    }
}

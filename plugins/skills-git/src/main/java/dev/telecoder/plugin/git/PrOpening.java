package dev.telecoder.plugin.git;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.Checkout;
import dev.telecoder.api.repo.PullRequestWork;
import dev.telecoder.api.repo.PullRequestWork.Standing;
import dev.telecoder.api.repo.PullRequests.PullRequest;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillResult;
import java.util.List;
import java.util.Optional;

/** Pushes a branch and opens its pull request, or brings the open one up to date. One run. */
record PrOpening(PrInput input, Checkout checkout, PrPlace place, SkillContext context, String branch) {

    private static final int MOST_REVIEWERS = 10;

    SkillResult run() {
        String base = PrInput.text(input.base()).orElseGet(checkout::defaultBranch);
        Optional<String> refusal = refusal(base);
        if (refusal.isPresent()) {
            return SkillResult.failed(refusal.get());
        }
        List<Checkout.Change> changes = checkout.diff(from(base), branch, List.of()).changes();
        if (changes.isEmpty()) {
            return SkillResult.failed(branch + " has nothing that " + base + " does not have.");
        }
        Optional<PullRequest> open = place.pulls().findOpen(place.name(), branch);
        Optional<String> missing = open.isPresent() ? input.wrongTitle()
                : input.wanted() == PrInput.Action.UPDATE
                        ? Optional.of("No pull request of " + branch + " is open. Leave \"action\" out to open one.")
                        : input.missing();
        if (missing.isPresent()) {
            return SkillResult.failed(missing.get());
        }
        String commit = checkout.resolve("refs/heads/" + branch).orElseThrow();
        Proof proof = Proof.of(context.checkedRuns(), checkout, commit, from(base));
        Checkout.Pushed pushed = checkout.push(branch, false);
        if (open.isPresent()) {
            return renewed(open.get(), pushed, proof, changes);
        }
        context.cancellation().throwIfCancelled();
        boolean draft = input.draft() || !proof.verified();
        PullRequest made = place.pulls().open(place.name(), branch, base, PrInput.text(input.title()).orElseThrow(),
                PrBody.of(input, proof, Results.brief(commit), changes, PrBody.template(checkout.directory())), draft);
        String asked = draft ? "" : review(made, changes);
        return told(made, pushed, proof, "Opened " + (draft ? "the draft " : ""), true, draft, asked);
    }

    private Optional<String> refusal(String base) {
        if (branch.isEmpty() || branch.equals(base) || branch.equals(checkout.defaultBranch())) {
            return Optional.of("A pull request needs a branch of its own, not " + (branch.isEmpty() ? "none" : branch)
                    + ". Commit with git.commit and \"branch\": \"telecoder/<topic>\".");
        }
        if (checkout.resolve("refs/heads/" + branch).isEmpty()) {
            return Optional.of("There is no branch " + branch + ". Commit with git.commit and that \"branch\".");
        }
        if (checkout.branch().equals(Optional.of(branch)) && !checkout.changes().isEmpty()) {
            return Optional.of("Not everything is committed: " + Results.counts(checkout.changes())
                    + ". Commit it with git.commit, or take it back.");
        }
        return Optional.empty();
    }

    /** What it says of itself must be about the commits it has now. */
    private SkillResult renewed(PullRequest open, Checkout.Pushed pushed, Proof proof, List<Checkout.Change> changes) {
        Optional<Standing> standing = place.more().flatMap(work -> work.standing(place.name(), open.number()));
        if (standing.isEmpty()) {
            return told(open, pushed, proof, "Already open: ", false, false, "");
        }
        PullRequestWork work = place.work();
        Optional<String> body = PrBody.renewed(standing.get().markdown(), input, proof,
                Results.brief(pushed.commit()), changes);
        Optional<String> title = PrInput.text(input.title()).filter(wanted -> !wanted.equals(open.title()));
        boolean ready = standing.get().draft() && proof.verified() && !input.draft();
        boolean waits = !standing.get().draft() && input.draft();
        Standing now = standing.get();
        if (body.isPresent() || title.isPresent() || ready || waits) {
            context.cancellation().throwIfCancelled();
            now = work.change(place.name(), open.number(), title.orElse(null), body.orElse(null),
                    ready ? Boolean.FALSE : waits ? Boolean.TRUE : null);
        }
        String asked = ready ? review(now.pull(), changes) : "";
        return told(now.pull(), pushed, proof, "Already open, now up to date: ", false, now.draft(), asked);
    }

    /** Asks those who own the files; that nobody could be asked is no reason to fail. */
    private String review(PullRequest pull, List<Checkout.Change> changes) {
        CodeOwners.Owners owners = input.reviewers().isEmpty()
                ? CodeOwners.in(checkout.directory())
                        .map(all -> all.of(changes.stream().map(Checkout.Change::path).toList()))
                        .orElse(CodeOwners.Owners.of(List.of()))
                : CodeOwners.Owners.of(input.reviewers());
        List<String> people = owners.people().stream().filter(one -> !one.equals(pull.author())).toList();
        if (place.more().isEmpty() || people.isEmpty() && owners.teams().isEmpty()) {
            return "";
        }
        if (people.size() + owners.teams().size() > MOST_REVIEWERS) {
            return "\nNobody was asked for a review: " + (people.size() + owners.teams().size())
                    + " own what it changes. Name some with \"action\": \"review\".";
        }
        try {
            place.work().requestReview(place.name(), pull.number(), people, owners.teams());
            return "\nAsked for a review: " + names(people, owners.teams()) + ".";
        } catch (PluginException e) {
            return "\nNobody could be asked for a review: " + e.getMessage();
        }
    }

    static String names(List<String> people, List<String> teams) {
        return String.join(", ", java.util.stream.Stream.concat(people.stream(), teams.stream().map(t -> "team " + t))
                .toList());
    }

    private static SkillResult told(PullRequest pull, Checkout.Pushed pushed, Proof proof, String what, boolean isNew,
            boolean draft, String more) {
        String said = what + "#" + pull.number() + " " + pull.title() + ", " + pull.branch() + " into " + pull.base()
                + "\n" + pull.location() + "\n" + (pushed.already() ? "The remote had" : "Pushed") + " "
                + Results.brief(pushed.commit()) + ". "
                + (proof.verified() ? "Verified: " + Proof.line(proof.after().orElseThrow())
                        : "Not verified: " + proof.failed().map(Proof::line)
                                .orElse("nothing was run on exactly these files; run the tests, then git.pr again"))
                + (draft ? ". It is a draft." : ".") + more;
        return SkillResult.ok(said).withData(data(pull, isNew, draft, proof.verified(), pushed.commit()))
                .withArtifacts(List.of(new SkillResult.Artifact("pull-request",
                        "#" + pull.number() + " " + pull.title(), pull.location())));
    }

    static JsonValue data(PullRequest pull, boolean isNew, boolean draft, boolean verified, String commit) {
        return JsonValue.object().put("number", pull.number()).put("title", pull.title()).put("branch", pull.branch())
                .put("base", pull.base()).put("url", pull.location().toString()).put("author", pull.author())
                .put("opened", isNew).put("draft", draft).put("verified", verified).put("commit", commit).build();
    }

    /** The remote's state of the base counts, where it is known. */
    private String from(String base) {
        return checkout.resolve("refs/remotes/origin/" + base).isPresent() ? "origin/" + base : base;
    }
}

package dev.telecoder.plugin.git;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.repo.Checkout;
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
 * {@code git.commit}: commits changes and pushes them. Each commit names its run in a trailer, so that a run that is
 * repeated after a crash finds its commit and makes no second one.
 */
@Extension
public final class CommitSkill implements Skill {

    private static final SkillSpec SPEC = SkillSpec.builder("git.commit", """
            Commits all changes, or only "paths", and pushes with "push". Test first. Commit to the default branch only when \
            asked to. With nothing to commit, "push" pushes what was committed before.""", """
            {"type":"object","additionalProperties":false,"properties":{
            "message":{"type":"string","description":"imperative subject up to 72 characters, empty line, why"},
            "paths":{"type":"array","items":{"type":"string"}},
            "push":{"type":"boolean"},
            "branch":{"type":"string","description":"commit there, created when missing, such as telecoder/<topic>; default: \
            the current one"},
            "force":{"type":"boolean","description":"replace the remote's commits; asks a person"},
            "repo":{"type":"string","description":"default: the one in focus"}}}""", Risk.DANGEROUS)
            .outsideText(false).needsRepository().timeout(Duration.ofMinutes(10))
            .keywords("push", "save", "commit", "publish").examples("""
                    {"message": "Reject negative amounts", "branch": "telecoder/negative-amounts", "push": true}""", """
                    {"message": "Add a test for empty input", "paths": ["src/test"]}""").build();

    record Input(@Nullable String message, List<String> paths, boolean push, @Nullable String branch, boolean force) {

        String wantedBranch() {
            return branch == null ? "" : branch.strip();
        }

        String subject() {
            return message == null ? "" : message.strip();
        }
    }

    @Override
    public SkillSpec spec() {
        return SPEC;
    }

    @Override
    public Risk risk(SkillInput input) {
        if (!input.value().get("push").asBoolean(false)) {
            return Risk.WRITE;
        }
        return input.value().get("force").asBoolean(false) ? Risk.DANGEROUS : Risk.EXTERNAL;
    }

    @Override
    public List<Effect> effects(SkillInput input) {
        return input.value().get("push").asBoolean(false)
                ? List.of(new Effect("push", input.value().get("branch").findText().map(String::strip)
                        .filter(branch -> !branch.isEmpty()).orElse(null)))
                : List.of();
    }

    @Override
    public SkillResult run(SkillInput skillInput, SkillContext context) {
        Input input = skillInput.as(Input.class);
        if (input.force() && !input.push()) {
            return SkillResult.failed("\"force\" is about pushing. Add \"push\": true, or leave it out.");
        }
        try {
            return new CommitRun(input, context.checkout(), context).run();
        } catch (PluginException e) {
            if (e.failure() == Failure.REJECTED) {
                return SkillResult.failed(e.getMessage());
            }
            throw e;
        }
    }

    @Override
    public Reconciled reconcile(RunRecord run, SkillContext context) {
        if (!context.hasCheckout()) {
            return Reconciled.unknown();
        }
        Input input = run.input().as(Input.class);
        Checkout checkout = context.checkout();
        String branch = !input.wantedBranch().isEmpty() ? input.wantedBranch()
                : run.branch().or(checkout::branch).orElse("");
        try {
            Optional<String> commit = CommitRun.find(checkout, run.id());
            if (!input.push()) {
                return commit.<Reconciled>map(id -> Reconciled.done(CommitRun.result(checkout, branch, id, null)))
                        .orElseGet(Reconciled::notDone);
            }
            return pushed(checkout, branch, commit, input);
        } catch (PluginException e) {
            return Reconciled.unknown();
        }
    }

    private static Reconciled pushed(Checkout checkout, String branch, Optional<String> commit, Input input) {
        Optional<String> there = checkout.remoteHead(branch);
        Optional<String> here = commit.or(() -> onlyToPush(checkout, input) ? checkout.resolve("refs/heads/" + branch)
                : Optional.empty());
        if (here.isEmpty() || there.isEmpty()) {
            return Reconciled.notDone();
        }
        if (!there.equals(here)) {
            checkout.fetch();
            boolean contains = checkout.log("origin/" + branch, 500).stream().anyMatch(c -> c.id().equals(here.get()));
            if (!contains) {
                return Reconciled.notDone();
            }
        }
        // Pushing what the remote has changes nothing and tells its address.
        Checkout.Pushed pushed = checkout.push(branch, false);
        return pushed.already() ? Reconciled.done(CommitRun.result(checkout, branch, commit.orElse(null), pushed))
                : Reconciled.unknown();
    }

    private static boolean onlyToPush(Checkout checkout, Input input) {
        List<String> paths = RepoPaths.of(checkout.directory(), null, input.paths());
        return CommitRun.chosen(checkout, paths).isEmpty();
    }
}

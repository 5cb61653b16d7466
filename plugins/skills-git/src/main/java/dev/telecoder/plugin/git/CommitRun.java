package dev.telecoder.plugin.git;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.Checkout;
import dev.telecoder.api.repo.Checkout.Change;
import dev.telecoder.api.repo.Checkout.Commit;
import dev.telecoder.api.repo.Checkout.Pushed;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.api.skill.SkillResult.Artifact;
import dev.telecoder.support.commit.CommitStyle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run of {@code git.commit}. */
record CommitRun(CommitSkill.Input input, Checkout checkout, SkillContext context) {

    /** How many commits tell how messages are written here. */
    private static final int LOOKED_AT = 60;
    private static final String TRAILER = "TeleCoder-Run: ";

    SkillResult run() {
        List<String> notes = new ArrayList<>();
        SkillResult result = committed(notes);
        List<String> unlike = !result.succeeded() || input.subject().isEmpty() ? List.of() : style()
                .unlike(input.subject().lines().findFirst().orElse(""));
        if (!unlike.isEmpty()) {
            notes.add("Note for the next message: " + String.join(" ", unlike));
        }
        return notes.isEmpty() || !result.succeeded() ? result : told(result, String.join(" ", notes));
    }

    /** The style of the commits before this one. */
    private CommitStyle style() {
        return CommitStyle.of(checkout.log("", LOOKED_AT).stream().skip(1).map(Commit::subject).toList());
    }

    private static SkillResult told(SkillResult result, String note) {
        return SkillResult.ok(result.output() + " " + note)
                .withData(result.data().orElse(JsonValue.NULL)).withFiles(result.files())
                .withArtifacts(result.artifacts());
    }

    private SkillResult committed(List<String> notes) {
        List<String> paths = RepoPaths.of(checkout.directory(), null, input.paths());
        Optional<String> before = find(checkout, context.runId());
        if (before.isEmpty()) {
            if (input.subject().isEmpty() && !(input.push() && chosen(checkout, paths).isEmpty())) {
                return SkillResult.failed("A commit needs a \"message\" that says what it does.");
            }
            enterBranch();
        }
        String branch = !input.wantedBranch().isEmpty() ? input.wantedBranch() : checkout.branch().orElse("");
        if (branch.isEmpty()) {
            return SkillResult
                    .failed("No branch is checked out, so a commit would belong to none. Name one with \"branch\", "
                            + "such as telecoder/fix-login.");
        }
        String commit = before.orElse(null);
        if (commit == null && !chosen(checkout, paths).isEmpty()) {
            context.cancellation().throwIfCancelled();
            CommitHooks.Verdict verdict = new CommitHooks(context, paths, input.subject()).run();
            if (verdict.refusal().isPresent()) {
                return verdict.refusal().get();
            }
            if (!verdict.note().isEmpty()) {
                notes.add(verdict.note());
            }
            context.cancellation().throwIfCancelled();
            commit = checkout.commit(message(), paths).id();
        } else if (commit == null && !input.push()) {
            return SkillResult.failed(nothing(paths));
        }
        if (!input.push()) {
            return result(checkout, branch, commit, null);
        }
        if (commit == null && checkout.head().isEmpty()) {
            return SkillResult.failed("There is nothing to push: the repository has no commit.");
        }
        context.cancellation().throwIfCancelled();
        try {
            return result(checkout, branch, commit, checkout.push(branch, input.force()));
        } catch (PluginException e) {
            if (e.failure() != Failure.REJECTED || commit == null) {
                throw e;
            }
            SkillResult made = result(checkout, branch, commit, null);
            return SkillResult.failed("The commit " + Results.brief(commit) + " was made on " + branch
                    + " but not pushed: " + e.getMessage()).withData(made.data().orElse(JsonValue.NULL))
                    .withFiles(made.files()).withArtifacts(made.artifacts());
        }
    }

    private void enterBranch() {
        String wanted = input.wantedBranch();
        if (wanted.isEmpty() || checkout.branch().equals(Optional.of(wanted))) {
            return;
        }
        boolean known = checkout.resolve("refs/heads/" + wanted).isPresent()
                || checkout.resolve("refs/remotes/origin/" + wanted).isPresent();
        if (known) {
            checkout.switchTo(wanted);
        } else {
            checkout.createBranch(wanted, "");
        }
    }

    private String message() {
        return input.subject() + "\n\n" + TRAILER + context.runId() + "\n";
    }

    private String nothing(List<String> paths) {
        List<Change> changes = checkout.changes();
        return changes.isEmpty() ? "There is nothing to commit: no file differs from the last commit. To push what was "
                + "committed before, set \"push\": true."
                : "There is nothing to commit in " + String.join(", ", paths) + ". Changed are: " + String.join(", ",
                        changes.stream().limit(20).map(Change::path).toList()) + ".";
    }

    static List<Change> chosen(Checkout checkout, List<String> paths) {
        return checkout.changes().stream()
                .filter(change -> paths.isEmpty() || paths.stream().anyMatch(
                        path -> path.equals(".") || change.path().equals(path) || change.path().startsWith(path + "/")))
                .toList();
    }

    /** Finds the commit that a run made, if it came that far. */
    static Optional<String> find(Checkout checkout, String runId) {
        return checkout.resolve(":/" + TRAILER + runId + "$");
    }

    static SkillResult result(Checkout checkout, String branch, @Nullable String commit, @Nullable Pushed pushed) {
        String id = commit != null ? commit : pushed != null ? pushed.commit() : checkout.head().orElse("");
        List<Change> changes = commit == null ? List.of() : changesOf(checkout, commit);
        String subject = checkout.log(id, 1).stream().findFirst().map(Commit::subject).orElse("");
        boolean signed = commit != null && checkout.signed(commit);
        StringBuilder output = new StringBuilder();
        if (commit != null) {
            output.append("Committed ").append(Results.brief(commit)).append(" on ").append(branch).append(": ")
                    .append(subject)
                    .append(" (").append(Results.counts(changes)).append(signed ? ", signed)." : ").");
        } else {
            output.append("There was nothing to commit.");
        }
        if (pushed != null) {
            output.append(pushed.already() ? " The remote has it already: " : " Pushed ").append(branch).append(" to ")
                    .append(pushed.remote()).append(", now at ").append(Results.brief(pushed.commit())).append('.');
        } else {
            output.append(" It is not pushed.");
        }
        JsonValue data = JsonValue.object().put("commit", id).put("branch", branch)
                .put("files", changes.stream().map(Change::path).toList())
                .put("signed", signed)
                .put("pushed", pushed == null ? null : JsonValue.object().put("remote", pushed.remote())
                        .put("branch", pushed.branch()).put("commit", pushed.commit()).put("already", pushed.already())
                        .build())
                .build();
        SkillResult result = SkillResult.ok(output.toString()).withData(data)
                .withFiles(changes.stream().map(change -> Path.of(change.path())).toList());
        return id.isEmpty() ? result : result.withArtifacts(List.of(new Artifact("commit",
                Results.brief(id) + " " + subject, Results.location(pushed == null ? "" : pushed.remote(), id))));
    }

    private static List<Change> changesOf(Checkout checkout, String commit) {
        return checkout.resolve(commit + "~1").map(parent -> checkout.diff(parent, commit, List.of()).changes())
                .orElse(List.of());
    }
}

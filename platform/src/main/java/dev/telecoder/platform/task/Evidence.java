package dev.telecoder.platform.task;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.Checkout;
import dev.telecoder.api.skill.CheckedRun;
import dev.telecoder.api.skill.SkillResult;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a turn changed and how that was verified, taken from the executor's records and never from what the model says.
 *
 * @param changed the files that differ from where the turn began
 * @param commits the commits it made
 * @param artifacts what else it made
 * @param checks the runs that tell an exit code, oldest first
 * @param verified the last of them that succeeded on the content as it is now, or {@code null}
 * @param uncertain what nobody knows
 * @param next what is left to do
 */
public record Evidence(List<Checkout.Change> changed, List<SkillResult.Artifact> commits,
        List<SkillResult.Artifact> artifacts,
        List<Check> checks, @Nullable Check verified, List<String> uncertain, String next) {

    /**
     * A run that tells an exit code.
     *
     * @param skill the skill
     * @param command what was run
     * @param exitCode how it ended
     * @param totals tests and how they went; empty object where it was no test
     * @param tree the content it left
     */
    public record Check(String skill, String command, int exitCode, JsonValue totals, @Nullable String tree) {

        private String counts() {
            if (totals.members().isEmpty()) {
                return "";
            }
            long failed = totals.get("failed").asLong(0) + totals.get("errors").asLong(0);
            return (failed > 0 ? failed + " failed, " : "") + totals.get("passed").asLong(0) + " passed"
                    + (totals.get("skipped").asLong(0) > 0 ? ", " + totals.get("skipped").asLong(0) + " skipped" : "");
        }
    }

    /**
     * Takes the evidence from the records of a turn.
     *
     * @param runs the runs of the turn, oldest first
     * @param differing the files that differ from where the turn began
     * @param trees the content of the working tree now, by repository; those that no run worked on may be missing
     * @return the evidence
     */
    public static Evidence of(List<Run> runs, List<Checkout.Change> differing, Map<String, String> trees) {
        List<Checkout.Change> changed = differing.isEmpty() && trees.isEmpty() ? ScratchChanges.of(runs) : differing;
        List<Check> checks = new ArrayList<>();
        List<SkillResult.Artifact> commits = new ArrayList<>();
        List<SkillResult.Artifact> artifacts = new ArrayList<>();
        List<String> uncertain = new ArrayList<>();
        Map<String, Check> passed = new LinkedHashMap<>();
        Set<String> worked = new LinkedHashSet<>();
        boolean pushed = false;
        boolean pulls = false;
        boolean refused = false;
        for (Run run : runs) {
            RunResult result = run.result();
            String place = run.repo() == null ? "" : run.repo();
            if (run.state() == Run.State.UNKNOWN) {
                uncertain.add("whether " + run.skill() + " happened before TeleCoder was interrupted");
            }
            refused |= run.state() == Run.State.REFUSED;
            if (result != null && !result.files().isEmpty()) {
                worked.add(place);
                if (!trees.containsKey(place)) {
                    passed.remove(place);
                }
            }
            if (result == null || run.state() != Run.State.DONE) {
                continue;
            }
            for (SkillResult.Artifact artifact : result.artifacts()) {
                List<SkillResult.Artifact> kind = artifact.type().equals("commit") ? commits : artifacts;
                if (!kind.contains(artifact)) {
                    kind.add(artifact);
                }
            }
            JsonValue data = result.data() == null ? JsonValue.NULL : result.data();
            pushed |= !data.get("pushed").isNull() && result.succeeded();
            pulls |= result.succeeded()
                    && result.artifacts().stream().anyMatch(made -> made.type().equals("pull-request"));
            if (!data.get("exit_code").isNull()) {
                Check check = new Check(run.skill(), data.get("command").findText().orElse(run.skill()),
                        data.get("exit_code").asInt(-1), totals(data), run.tree());
                checks.add(check);
                String tree = trees.get(place);
                if (check.exitCode() == 0 && (tree == null || tree.equals(check.tree()))) {
                    passed.put(place, check);
                }
            }
        }
        Check verified = passed.keySet().containsAll(worked) && !passed.isEmpty()
                ? checks.reversed().stream().filter(passed::containsValue).findFirst().orElse(null)
                : null;
        if (!changed.isEmpty() && verified == null) {
            uncertain.add(checks.isEmpty() ? "no test was run" : "no test passed after the last change");
        }
        return new Evidence(List.copyOf(changed), List.copyOf(commits), List.copyOf(artifacts), List.copyOf(checks),
                verified,
                List.copyOf(uncertain), pulls ? "wait for the checks of the pull request; I tell how they end"
                        : next(changed, commits, pushed, refused));
    }

    /**
     * Says what is left to do.
     *
     * @param left one line
     * @return the same evidence, ending with that line
     */
    public Evidence withNext(String left) {
        return new Evidence(changed, commits, artifacts, checks, verified, uncertain, left);
    }

    /** {@return whether there is anything to show} */
    public boolean changedSomething() {
        return !changed.isEmpty() || !commits.isEmpty() || !artifacts.isEmpty();
    }

    /** {@return the four lines that end the last message} */
    public String lines() {
        int added = changed.stream().mapToInt(Checkout.Change::added).sum();
        int removed = changed.stream().mapToInt(Checkout.Change::removed).sum();
        List<String> parts = new ArrayList<>();
        if (!changed.isEmpty()) {
            parts.add(
                    changed.size() + (changed.size() == 1 ? " file" : " files") + " (+" + added + " -" + removed + "): "
                            + changed.stream().limit(8).map(change -> "`" + change.path() + "`")
                                    .collect(Collectors.joining(", "))
                            + (changed.size() > 8 ? " and " + (changed.size() - 8) + " more" : ""));
        }
        commits.forEach(commit -> parts.add("commit " + commit.title()));
        artifacts.forEach(artifact -> parts.add(artifact.type() + " " + artifact.title()));
        return "**Changed** " + (parts.isEmpty() ? "nothing" : String.join(" · ", parts)) + "  \n"
                + "**Verified** " + verifiedText() + "  \n"
                + "**Uncertain** " + (uncertain.isEmpty() ? "nothing known" : String.join("; ", uncertain)) + "  \n"
                + "**Next** " + next;
    }

    /**
     * Shapes the evidence as the API shows it.
     *
     * @param usd what it cost, or {@code null} where that is not known
     * @return the object of SURFACES E
     */
    public JsonValue toJson(@Nullable BigDecimal usd) {
        return JsonValue.object()
                .put("changed", changed.stream().map(change -> JsonValue.object().put("path", change.path())
                        .put("added", change.added()).put("removed", change.removed()).build()).toList())
                .put("commits", RunResult.artifactsJson(commits)).put("artifacts", RunResult.artifactsJson(artifacts))
                .put("runs", checks.stream().map(check -> JsonValue.object().put("skill", check.skill())
                        .put("command", check.command()).put("exit_code", check.exitCode())
                        .put("totals", check.totals())
                        .build()).toList())
                .put("uncertain", uncertain).put("verified", verified != null).put("next", next).put("cost_usd", usd)
                .build();
    }

    /** What a run tells a skill that asks for evidence; empty if it told no exit code. */
    static Optional<CheckedRun> checked(Run run) {
        RunResult result = run.result();
        String tree = run.tree();
        JsonValue data = result == null || result.data() == null ? JsonValue.NULL : result.data();
        return tree == null || data.get("exit_code").isNull() ? Optional.empty()
                : Optional.of(new CheckedRun(run.skill(), data.get("command").findText().orElse(run.skill()),
                        data.get("exit_code").asInt(-1), totals(data), tree,
                        run.endedAt() == null ? run.createdAt() : run.endedAt()));
    }

    private String verifiedText() {
        Check last = verified;
        if (last == null) {
            return "not verified";
        }
        String before =
                checks.stream().filter(check -> check != last && check.command().equals(last.command())).findFirst()
                        .map(Check::counts).orElse("");
        String after = last.counts();
        return "`" + last.command().replace('`', '\'') + "` exit " + last.exitCode()
                + (after.isEmpty() ? ""
                        : ": " + (before.isEmpty() || before.equals(after) ? after : before + " -> " + after));
    }

    private static JsonValue totals(JsonValue data) {
        if (data.get("tests").isNull()) {
            return JsonValue.object().build();
        }
        JsonValue.ObjectBuilder totals = JsonValue.object();
        for (String name : List.of("tests", "passed", "failed", "errors", "skipped")) {
            totals.put(name, data.get(name).asLong(0));
        }
        return totals.build();
    }

    private static String next(List<Checkout.Change> changed, List<SkillResult.Artifact> commits, boolean pushed,
            boolean refused) {
        if (pushed) {
            return "look at the pushed branch, and merge it";
        }
        if (!commits.isEmpty()) {
            return refused ? "nothing was pushed; say so if you want it" : "push the commit";
        }
        return changed.isEmpty() ? "nothing"
                : refused ? "nothing was pushed; say so if you want it" : "commit and push the change";
    }
}

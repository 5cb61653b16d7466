package dev.telecoder.plugin.git;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.Checkout;
import dev.telecoder.api.skill.CheckedRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a commit was verified, from the host's records alone: only runs on exactly its files count.
 *
 * @param before the same command before the change, if it was run then
 * @param after the run that verified the commit; empty if none did, or the newest run of some command failed on it
 * @param failed the newest run on these files that failed, if one did
 */
record Proof(Optional<CheckedRun> before, Optional<CheckedRun> after, Optional<CheckedRun> failed) {

    static final Proof NONE = new Proof(Optional.empty(), Optional.empty(), Optional.empty());

    static Proof of(List<CheckedRun> runs, Checkout checkout, String commit, String base) {
        Optional<String> tree = checkout.tree(commit);
        if (tree.isEmpty()) {
            return NONE;
        }
        // What was run twice on the same files counts as it ended last.
        Map<String, CheckedRun> newest = new LinkedHashMap<>();
        for (CheckedRun run : runs) {
            if (run.tree().equals(tree.get())) {
                newest.remove(run.command());
                newest.put(run.command(), run);
            }
        }
        Optional<CheckedRun> failed = newest.values().stream().filter(run -> run.exitCode() != 0).findFirst();
        Optional<CheckedRun> passed = failed.isPresent() ? Optional.empty()
                : newest.values().stream().filter(Proof::counts).reduce((a, b) -> b)
                        .or(() -> newest.values().stream().reduce((a, b) -> b));
        String old = checkout.tree(base).orElse("");
        return new Proof(passed.or(() -> failed).flatMap(now -> before(runs, now, old)), passed, failed);
    }

    private static Optional<CheckedRun> before(List<CheckedRun> runs, CheckedRun now, String base) {
        List<CheckedRun> others = runs.stream()
                .filter(run -> run.command().equals(now.command()) && !run.tree().equals(now.tree())).toList();
        return others.stream().filter(run -> run.tree().equals(base)).findFirst()
                .or(() -> others.stream().findFirst());
    }

    private static boolean counts(CheckedRun run) {
        return !run.totals().members().isEmpty();
    }

    boolean verified() {
        return after.isPresent();
    }

    /** {@code `mvn test` exit 0: 12 passed} */
    static String line(CheckedRun run) {
        String counts = counts(run.totals());
        return "`" + run.command().replace('`', '\'').replaceAll("\\s+", " ") + "` exit " + run.exitCode()
                + (counts.isEmpty() ? "" : ": " + counts);
    }

    private static String counts(JsonValue totals) {
        if (totals.members().isEmpty()) {
            return "";
        }
        long failed = totals.get("failed").asLong(0) + totals.get("errors").asLong(0);
        long skipped = totals.get("skipped").asLong(0);
        return (failed > 0 ? failed + " failed, " : "") + totals.get("passed").asLong(0) + " passed"
                + (skipped > 0 ? ", " + skipped + " skipped" : "");
    }

    /** What happened before and after, and on which commit. */
    String markdown(String commit) {
        StringBuilder text = new StringBuilder();
        before.ifPresent(run -> text.append("## Tests before\n\n").append(line(run)).append("\n\n"));
        text.append("## Tests after\n\n");
        after.ifPresent(run -> text.append(line(run)).append(", on ").append(commit).append("\n\n"));
        if (after.isEmpty()) {
            text.append(failed.map(run -> "Not verified: " + line(run)).orElse("Not verified: nothing was run on "
                    + commit + ".")).append("\n\n");
        }
        return text.toString();
    }
}

package dev.telecoder.platform.watch;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.task.Run;
import dev.telecoder.platform.task.RunResult;
import java.util.List;
import java.util.Optional;

/**
 * A push that a run made, with the pull request it opened or found, if it is about one. Any skill that makes an artifact {@code
 * pull-request} and tells {@code number}, {@code branch}, {@code base}, {@code commit} and {@code url} in its data counts.
 *
 * @param repo the repository, by our name
 * @param branch the branch
 * @param commit what the remote has now
 * @param number the pull request; 0 if the run was about none
 * @param title its title
 * @param base the branch to merge into
 * @param location where to look at it
 * @param author the account that opened it; empty where that is not known
 */
record Pushed(String repo, String branch, String commit, long number, String title, String base, String location,
        String author) {

    static List<Pushed> of(List<Run> runs) {
        return runs.stream().flatMap(run -> of(run).stream()).toList();
    }

    private static List<Pushed> of(Run run) {
        RunResult result = run.result();
        String repo = run.repo();
        if (result == null || result.data() == null || repo == null || run.state() != Run.State.DONE) {
            return List.of();
        }
        JsonValue data = result.data();
        boolean pull = result.artifacts().stream().anyMatch(made -> made.type().equals("pull-request"));
        JsonValue pushed = data.get("pushed");
        Optional<Pushed> found = pull && data.get("number").asLong(0) > 0 && !data.get("commit").text().isEmpty()
                ? Optional.of(new Pushed(repo, data.get("branch").text(), data.get("commit").text(),
                        data.get("number").asLong(0), data.get("title").text(), data.get("base").text(),
                        data.get("url").text(), data.get("author").text()))
                : pushed.get("commit").findText().map(commit -> new Pushed(repo, pushed.get("branch").text(), commit, 0,
                        "", "", "", ""));
        return found.stream().toList();
    }
}

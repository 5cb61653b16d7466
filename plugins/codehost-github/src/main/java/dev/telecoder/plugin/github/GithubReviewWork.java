package dev.telecoder.plugin.github;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.ReviewWork;
import java.net.URI;
import java.util.List;

/** Submits reviews; GitHub takes one with all its remarks at once. Any number of threads may use it. */
final class GithubReviewWork implements ReviewWork {

    private final GithubApi api;

    GithubReviewWork(GithubApi api) {
        this.api = api;
    }

    @Override
    public URI review(String repo, long number, String commit, Verdict verdict, String markdown, List<Line> lines) {
        JsonValue said = api.post(repo, "/pulls/" + number + "/reviews", JsonValue.object().put("commit_id", commit)
                .put("event", verdict.name()).put("body", markdown)
                .put("comments", lines.stream().map(GithubReviewWork::comment).toList()).build());
        return URI.create(said.get("html_url").text());
    }

    private static JsonValue comment(Line line) {
        String side = line.old() ? "LEFT" : "RIGHT";
        JsonValue.ObjectBuilder comment = JsonValue.object().put("path", line.path()).put("body", body(line))
                .put("line", line.last()).put("side", side);
        return (line.first() == line.last() ? comment
                : comment.put("start_line", line.first()).put("start_side", side)).build();
    }

    /** A fence longer than any in it, so that what is suggested stays one block. */
    private static String body(Line line) {
        String wanted = line.suggestion();
        if (wanted == null) {
            return line.markdown();
        }
        String fence = "```";
        while (wanted.contains(fence)) {
            fence += "`";
        }
        return line.markdown() + "\n\n" + fence + "suggestion\n" + wanted
                + (wanted.isEmpty() || wanted.endsWith("\n") ? "" : "\n") + fence;
    }
}

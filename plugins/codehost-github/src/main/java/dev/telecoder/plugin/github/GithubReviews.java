package dev.telecoder.plugin.github;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.Reviews;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Shows pull requests to a reviewer. Whether a conversation is settled is known to GitHub's GraphQL API only. Any number of
 * threads may use it.
 */
final class GithubReviews implements Reviews {

    private static final String DIFF = "application/vnd.github.diff";
    private static final int MOST_PAGES = 50;

    static final String THREADS = """
            query($owner: String!, $name: String!, $number: Int!, $after: String) {
              repository(owner: $owner, name: $name) {
                pullRequest(number: $number) {
                  reviewThreads(first: 100, after: $after) {
                    pageInfo { hasNextPage endCursor }
                    nodes {
                      path
                      line
                      diffSide
                      isResolved
                      comments(first: 1) { nodes { body createdAt author { login } } }
                    }
                  }
                }
              }
            }
            """;

    private final GithubApi api;

    GithubReviews(GithubApi api) {
        this.api = api;
    }

    @Override
    public Optional<Change> change(String repo, long number) {
        String path = "/pulls/" + number;
        return api.find(repo, path).map(pull -> new Change(number, pull.get("title").text(), pull.get("body").text(),
                pull.get("base").get("ref").text(), pull.get("head").get("sha").text(),
                api.text(repo, path, DIFF).orElseGet(() -> fromFiles(repo, path)),
                URI.create(pull.get("html_url").text())));
    }

    /** GitHub shows no diff of more than 300 files or 20,000 lines, but each file of it. */
    private String fromFiles(String repo, String path) {
        var diff = new StringBuilder();
        for (JsonValue file : api.pages(repo, path + "/files?per_page=100", JsonValue::items, Integer.MAX_VALUE)) {
            String name = file.get("filename").text();
            String before = file.get("previous_filename").findText().orElse(name);
            String status = file.get("status").text();
            diff.append("diff --git a/").append(before).append(" b/").append(name).append('\n');
            switch (status) {
                case "added" -> diff.append("new file mode 100644\n");
                case "removed" -> diff.append("deleted file mode 100644\n");
                case "renamed" ->
                        diff.append("rename from ").append(before).append("\nrename to ").append(name).append('\n');
                default -> {}
            }
            // GitHub leaves the patch of what is binary, or too large itself, out.
            file.get("patch").findText().ifPresent(patch -> diff
                    .append("--- ").append(status.equals("added") ? "/dev/null" : "a/" + before)
                    .append("\n+++ ").append(status.equals("removed") ? "/dev/null" : "b/" + name)
                    .append('\n').append(patch).append('\n'));
        }
        return diff.toString();
    }

    @Override
    public List<Remark> remarks(String repo, long number) {
        List<Said> all = api.hasGraphql() ? threads(repo, number) : comments(repo, number);
        return all.stream().sorted(Comparator.comparing(Said::at)).map(Said::remark).toList();
    }

    private List<Said> threads(String repo, long number) {
        List<Said> all = new ArrayList<>();
        int slash = repo.indexOf('/');
        Optional<String> after = Optional.empty();
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonValue found = api.graphql(repo, THREADS, JsonValue.object().put("owner", repo.substring(0, slash))
                    .put("name", repo.substring(slash + 1)).put("number", number).put("after", after).build())
                    .get("repository").get("pullRequest").get("reviewThreads");
            for (JsonValue thread : found.get("nodes").items()) {
                JsonValue first = thread.get("comments").get("nodes").at(0);
                if (!first.isNull()) {
                    all.add(said(thread, first, first.get("author"), first.get("createdAt"), thread.get("diffSide"),
                            thread.get("isResolved").asBoolean(false)));
                }
            }
            after = found.get("pageInfo").get("endCursor").findText();
            if (!found.get("pageInfo").get("hasNextPage").asBoolean(false) || after.isEmpty()) {
                break;
            }
        }
        return all;
    }

    /** What everybody may see; it does not say what is settled. */
    private List<Said> comments(String repo, long number) {
        return api.pages(repo, "/pulls/" + number + "/comments?per_page=100", JsonValue::items, Integer.MAX_VALUE)
                .stream()
                .filter(one -> one.get("in_reply_to_id").isNull())
                .map(one -> said(one, one, one.get("user"), one.get("created_at"), one.get("side"), false)).toList();
    }

    private static Said said(JsonValue place, JsonValue comment, JsonValue author, JsonValue at, JsonValue side,
            boolean resolved) {
        // An account that was deleted has no name any more; GitHub's pages call it so.
        return new Said(Instant.parse(at.text()), new Remark(place.get("path").text(), place.get("line").asInt(0),
                side.text().equals("LEFT"), author.get("login").findText().orElse("ghost"), comment.get("body").text(),
                resolved));
    }

    private record Said(Instant at, Remark remark) {}
}

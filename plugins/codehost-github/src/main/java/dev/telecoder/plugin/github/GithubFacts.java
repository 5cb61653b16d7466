package dev.telecoder.plugin.github;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.signal.Signal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes signals of what GitHub says, in the form of its webhooks, whether it was pushed or polled. The name of a fact is made
 * of ids that both ways tell. For any thread.
 */
final class GithubFacts {

    /** What somebody did by hand, as opposed to what came of it: our own pushes have builds that count. */
    private static final Set<String> DEEDS = Set.of("issues", "issue_comment", "pull_request", "pull_request_review",
            "pull_request_review_comment", "pull_request_review_thread", "discussion", "discussion_comment",
            "commit_comment", "push", "create", "delete", "label", "milestone", "release");

    private GithubFacts() {}

    /**
     * Makes a signal.
     *
     * @param event the webhook's event, such as {@code issue_comment}
     * @param delivery its id; empty for what was polled
     * @param payload as GitHub's webhooks have it
     * @param at when it was learned
     * @param account who we are; empty where that is not known
     * @param app which App we are; empty for none
     */
    static Signal signal(String event, String delivery, JsonValue payload, Instant at, String account, String app) {
        String action = payload.get("action").findText().orElse("");
        String kind = action.isEmpty() ? event : event + "." + action;
        String repo = payload.get("repository").get("full_name").findText().orElse("");
        String fact = fact(event, action, payload).map(name -> repo + "/" + name).orElse("");
        Signal.Builder signal = Signal.builder("github", delivery.isEmpty() ? fact : delivery, kind, at)
                .subject(subject(payload)).payload(payload).fact(fact)
                .own(DEEDS.contains(event) && isOwn(payload, account, app));
        return (repo.isEmpty() ? signal : signal.repo(repo)).build();
    }

    private static boolean isOwn(JsonValue payload, String account, String app) {
        return !account.isEmpty() && payload.get("sender").get("login").text().equalsIgnoreCase(account)
                || !app.isEmpty()
                        && payload.get("comment").get("performed_via_github_app").get("id").text().equals(app);
    }

    /** The name of what may come both ways; empty for the rest. */
    private static Optional<String> fact(String event, String action, JsonValue payload) {
        JsonValue one = payload.get(subjectOf(event));
        return switch (event + "." + action) {
            case "workflow_run.completed" -> Optional.of("workflow_run/" + one.get("id").text() + "/"
                    + one.get("run_attempt").asInt(1) + "/completed");
            case "issue_comment.created", "pull_request_review_comment.created", "pull_request_review.submitted" ->
                    Optional.of(event + "/" + one.get("id").text() + "/" + action);
            case "issues.opened", "pull_request.opened", "dependabot_alert.created", "code_scanning_alert.created",
                    "secret_scanning_alert.created" ->
                    Optional.of(event + "/" + one.get("number").text() + "/" + action);
            case "issues.closed", "pull_request.closed" ->
                    Optional.of(event + "/" + one.get("number").text() + "/closed/" + one.get("closed_at").text());
            case "pull_request.synchronize" -> Optional.of("pull_request/" + one.get("number").text()
                    + "/synchronize/" + one.get("head").get("sha").text());
            case "issues.reopened", "pull_request.reopened", "pull_request.ready_for_review",
                    "pull_request.converted_to_draft" ->
                    Optional.of(
                            event + "/" + one.get("number").text() + "/" + action + "/" + one.get("updated_at").text());
            case "issues.labeled", "pull_request.labeled" -> Optional.of(event + "/" + one.get("number").text()
                    + "/labeled/" + payload.get("label").get("name").text() + "/" + one.get("updated_at").text());
            case "pull_request.review_requested" -> Optional.of("pull_request/" + one.get("number").text()
                    + "/review_requested/" + payload.get("requested_reviewer").get("login").text() + "/"
                    + one.get("head").get("sha").text());
            default -> Optional.empty();
        };
    }

    private static String subjectOf(String event) {
        return switch (event) {
            case "issue_comment", "pull_request_review_comment" -> "comment";
            case "pull_request_review" -> "review";
            case "issues" -> "issue";
            case "dependabot_alert", "code_scanning_alert", "secret_scanning_alert" -> "alert";
            default -> event;
        };
    }

    /** What it is about: what is said of one pull request, issue or run keeps its order. */
    private static String subject(JsonValue payload) {
        for (List<String> one : List.of(List.of("pull_request", "number", "pull/"),
                List.of("issue", "number", "issues/"),
                List.of("discussion", "number", "discussions/"), List.of("workflow_run", "id", "runs/"),
                List.of("alert", "number", "alerts/"))) {
            JsonValue number = payload.get(one.get(0)).get(one.get(1));
            if (!number.isNull()) {
                return one.get(2) + number.text();
            }
        }
        JsonValue run = payload.get("workflow_job").get("run_id");
        return run.isNull() ? payload.get("ref").findText().orElse("") : "runs/" + run.text();
    }
}

package dev.telecoder.plugin.gitlab;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.signal.Signal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Makes signals of what GitLab says, in the form of its webhooks, whether it was pushed or polled. The name of a fact is made of
 * what both ways tell: of a merge request that is closed or opened again that is its commit, so that the same once more without
 * a new commit counts once. The time would tell two closings apart, but only the API has {@code closed_at}; the webhook has
 * {@code updated_at}, which is written a moment before that, so that by it the same closing could count twice. For any thread.
 */
final class GitlabFacts {

    /** What somebody did by hand, as opposed to what came of it: our own pushes have pipelines that count. */
    private static final Set<String> DEEDS = Set.of("merge_request", "issue", "work_item", "note", "push", "tag_push");
    private static final Set<String> ENDED = Set.of("success", "failed", "canceled", "skipped");

    private GitlabFacts() {}

    /**
     * Makes a signal.
     *
     * @param kind the webhook's object kind, such as {@code merge_request}
     * @param delivery its id; empty for what was polled
     * @param event as GitLab's webhooks have it
     * @param at when it was learned
     * @param account who we are; empty where that is not known
     */
    static Signal signal(String kind, String delivery, JsonValue event, Instant at, String account) {
        JsonValue what = event.get("object_attributes");
        String action = what.get("action").findText().or(() -> what.get("status").findText())
                .or(() -> event.get("build_status").findText()).orElse("");
        String repo = event.get("project").get("path_with_namespace").findText().orElse("");
        String fact = repo.isEmpty() ? "" : fact(kind, action, what).map(name -> repo + "/" + name).orElse("");
        Signal.Builder signal = Signal.builder("gitlab", delivery.isEmpty() ? fact : delivery,
                action.isEmpty() ? kind : kind + "." + action, at).subject(subject(kind, event)).payload(event)
                .fact(fact).own(DEEDS.contains(kind) && isOwn(event, account));
        return (repo.isEmpty() ? signal : signal.repo(repo)).build();
    }

    static boolean hasEnded(String status) {
        return ENDED.contains(status);
    }

    private static boolean isOwn(JsonValue event, String account) {
        String who = event.get("user").get("username").findText().orElseGet(() -> event.get("user_username").text());
        return !account.isEmpty() && who.equalsIgnoreCase(account);
    }

    /** The name of what may come both ways; empty for the rest. */
    private static Optional<String> fact(String kind, String action, JsonValue what) {
        String number = what.get("iid").text();
        return switch (kind + "." + action) {
            case "pipeline.success", "pipeline.failed", "pipeline.canceled", "pipeline.skipped" ->
                    seconds(what.get("finished_at")).map(end -> "pipelines/" + what.get("id").text() + "/" + action
                            + "/" + end);
            case "merge_request.open", "merge_request.merge" -> Optional.of("merge_requests/" + number + "/" + action);
            case "merge_request.close", "merge_request.reopen" -> commit(what)
                    .map(head -> "merge_requests/" + number + "/" + action + "/" + head);
            case "merge_request.update" -> what.get("oldrev").findText().flatMap(before -> commit(what))
                    .map(head -> "merge_requests/" + number + "/pushed/" + head);
            case "issue.open" -> Optional.of("issues/" + number + "/open");
            case "issue.close" -> seconds(what.get("closed_at")).map(end -> "issues/" + number + "/close/" + end);
            default -> Optional.empty();
        };
    }

    private static Optional<String> commit(JsonValue what) {
        return what.get("last_commit").get("id").findText().filter(id -> !id.isEmpty());
    }

    /** Webhooks write {@code 2016-08-12 15:26:29 UTC}, the API {@code 2016-08-12T15:26:29.123Z}. */
    private static Optional<String> seconds(JsonValue time) {
        try {
            return time.findText().map(text -> text.replaceFirst("^(\\S+) (\\S+) UTC$", "$1T$2Z"))
                    .map(text -> "" + Instant.parse(text).getEpochSecond());
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }

    /** What it is about: what is said of one merge request, issue or pipeline keeps its order. */
    private static String subject(String kind, JsonValue event) {
        JsonValue what = event.get("object_attributes");
        return switch (kind) {
            case "merge_request" -> "merge_requests/" + what.get("iid").text();
            case "issue", "work_item" -> "issues/" + what.get("iid").text();
            case "pipeline" -> "pipelines/" + what.get("id").text();
            case "build" -> "pipelines/" + event.get("pipeline_id").text();
            case "note" -> !event.get("merge_request").isNull()
                    ? "merge_requests/" + event.get("merge_request").get("iid").text()
                    : !event.get("issue").isNull() ? "issues/" + event.get("issue").get("iid").text() : "";
            default -> event.get("ref").findText().orElse("");
        };
    }
}

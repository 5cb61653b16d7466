package dev.telecoder.plugin.github;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.signal.SignalPoller.Look;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds what happened to issues and pull requests since the last look: what began, ended, was said, reviewed, pushed. The list
 * says which of them changed; only those are asked about. For one look.
 */
final class GithubItemChanges {

    private static final String SINCE = "items.since";

    private final GithubApi api;
    private final Look look;
    private final GithubPoller.Publisher publisher;
    private final String repo;

    GithubItemChanges(GithubApi api, Look look, GithubPoller.Publisher publisher, String repo) {
        this.api = api;
        this.look = look;
        this.publisher = publisher;
        this.repo = repo;
    }

    void take(List<JsonValue> items) {
        Instant newest = items.stream().map(item -> time(item, "updated_at")).max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        if (look.recall(SINCE).isPresent()) {
            Instant since = Instant.parse(look.recall(SINCE).orElseThrow());
            List<JsonValue> changed = items.reversed().stream()
                    .filter(item -> !time(item, "updated_at").isBefore(since)).toList();
            changed.forEach(item -> item(item, since));
            comments(changed, since);
            newest = newest.isBefore(since) ? since : newest;
        } else {
            // Taken notice of: what changes from now on is compared with this.
            items.forEach(this::rememberItem);
            newest = newest.plusSeconds(1); // what came in that second is in the list already
        }
        look.remember(SINCE, newest.toString());
    }

    private void item(JsonValue item, Instant since) {
        String number = item.get("number").text();
        boolean pull = !item.get("pull_request").isNull();
        Map<String, String> before = Kept.read(look.recall("item/" + number).orElse(""));
        JsonValue whole = pull ? api.get(repo, "/pulls/" + number) : item;
        if (before.isEmpty() && !time(item, "created_at").isBefore(since)) {
            publish(pull, whole, "opened", item.get("user"));
        }
        if (!"closed".equals(before.get("state")) && !item.get("closed_at").isNull()
                && !time(item, "closed_at").isBefore(since)) {
            publish(pull, whole, "closed", pull ? whole.get("merged_by") : item.get("closed_by"));
        }
        if ("closed".equals(before.get("state")) && item.get("state").text().equals("open")) {
            publish(pull, whole, "reopened", JsonValue.NULL);
        }
        List<String> labels = labels(item, before);
        List<JsonValue> events = labels.isEmpty() ? List.of()
                : api.all(repo, "/issues/" + number + "/events?per_page=100");
        labels.forEach(label -> publisher.publish(pull ? "pull_request" : "issues", "labeled",
                JsonValue.object().put(pull ? "pull_request" : "issue", whole).put("sender", setter(events, label))
                        .put("label", JsonValue.object().put("name", label).build())));
        if (pull) {
            pull(whole, before, since);
        }
        rememberItem(item, whole);
    }

    private void pull(JsonValue pull, Map<String, String> before, Instant since) {
        String head = pull.get("head").get("sha").text();
        if (!before.getOrDefault("head", head).equals(head)) {
            publish(true, pull, "synchronize", JsonValue.NULL);
        }
        if (before.getOrDefault("draft", "").equals("true") && !pull.get("draft").asBoolean(false)) {
            publish(true, pull, "ready_for_review", JsonValue.NULL);
        }
        for (JsonValue reviewer : pull.get("requested_reviewers").items()) {
            if (before.containsKey("reviewers") && !List.of(before.get("reviewers").split(","))
                    .contains(reviewer.get("login").text())) {
                publisher.publish("pull_request", "review_requested", JsonValue.object().put("pull_request", pull)
                        .put("requested_reviewer", reviewer));
            }
        }
        for (JsonValue review : api.all(repo, "/pulls/" + pull.get("number").text() + "/reviews?per_page=100")) {
            if (!review.get("submitted_at").isNull() && !time(review, "submitted_at").isBefore(since)) {
                publisher.publish("pull_request_review", "submitted", JsonValue.object().put("pull_request", pull)
                        .put("review", review).put("sender", review.get("user")));
            }
        }
    }

    /** What was said, in the order it was said. */
    private void comments(List<JsonValue> changed, Instant since) {
        if (changed.isEmpty()) {
            return;
        }
        Map<String, JsonValue> byUrl = new HashMap<>();
        changed.forEach(item -> byUrl.put(last(item.get("url").text()), item));
        String after = "?sort=created&direction=asc&per_page=100&since=" + GithubTalk.seconds(since);
        for (JsonValue comment : api.all(repo, "/issues/comments" + after)) {
            JsonValue item = byUrl.get(last(comment.get("issue_url").text()));
            if (item != null && !time(comment, "created_at").isBefore(since)) {
                publisher.publish("issue_comment", "created", JsonValue.object().put("issue", item)
                        .put("comment", comment).put("sender", comment.get("user")));
            }
        }
        if (changed.stream().anyMatch(item -> !item.get("pull_request").isNull())) {
            for (JsonValue comment : api.all(repo, "/pulls/comments" + after)) {
                String number = last(comment.get("pull_request_url").text());
                if (byUrl.containsKey(number) && !time(comment, "created_at").isBefore(since)) {
                    publisher.publish("pull_request_review_comment", "created", JsonValue.object()
                            .put("pull_request", byUrl.get(number)).put("comment", comment)
                            .put("sender", comment.get("user")));
                }
            }
        }
    }

    private void publish(boolean pull, JsonValue whole, String action, JsonValue sender) {
        JsonValue.ObjectBuilder payload = JsonValue.object().put(pull ? "pull_request" : "issue", whole)
                .put("number", whole.get("number"));
        publisher.publish(pull ? "pull_request" : "issues", action, sender.isNull() ? payload
                : payload.put("sender", sender));
    }

    private static List<String> labels(JsonValue item, Map<String, String> before) {
        List<String> known = List.of(before.getOrDefault("labels", "").split("\n"));
        return GithubIssues.labels(item).stream().filter(label -> !known.contains(label)).toList();
    }

    /** Who set a label last. */
    private static JsonValue setter(List<JsonValue> events, String label) {
        return events.reversed().stream().filter(event -> event.get("event").text().equals("labeled")
                && event.get("label").get("name").text().equals(label)).map(event -> event.get("actor")).findFirst()
                .orElse(JsonValue.NULL);
    }

    private void rememberItem(JsonValue item) {
        rememberItem(item, item);
    }

    private void rememberItem(JsonValue item, JsonValue whole) {
        Map<String, String> now = new HashMap<>();
        now.put("state", item.get("state").text());
        now.put("labels", String.join("\n", GithubIssues.labels(item)));
        if (!whole.get("head").isNull()) {
            now.put("head", whole.get("head").get("sha").text());
            now.put("draft", "" + whole.get("draft").asBoolean(false));
            now.put("reviewers", String.join(",", whole.get("requested_reviewers").items().stream()
                    .map(one -> one.get("login").text()).toList()));
        }
        look.remember("item/" + item.get("number").text(), Kept.write(now));
    }

    private static String last(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    private static Instant time(JsonValue item, String name) {
        return Instant.parse(item.get(name).text());
    }

    /** What is kept of an item, as lines. */
    private static final class Kept {

        static String write(Map<String, String> values) {
            StringBuilder text = new StringBuilder();
            values.forEach((key, value) -> text.append(key).append('=').append(value.replace("\n", "\r")).append('\n'));
            return text.toString();
        }

        static Map<String, String> read(String text) {
            Map<String, String> values = new HashMap<>();
            for (String line : text.split("\n")) {
                int sign = line.indexOf('=');
                if (sign > 0) {
                    values.put(line.substring(0, sign), line.substring(sign + 1).replace("\r", "\n"));
                }
            }
            return values;
        }
    }
}

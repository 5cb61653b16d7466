package dev.telecoder.plugin.gitlab;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.signal.SignalPoller.Look;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Finds what happened since the last look in lists that begin with what changed last, and publishes it in the form of GitLab's
 * webhooks. What was there at the first look is taken notice of only. For one look.
 */
final class Changes {

    private final GitlabApi api;
    private final Look look;
    private final String repo;
    private final String account;
    private final Instant at;

    Changes(GitlabApi api, Look look, String repo, String account, Instant at) {
        this.api = api;
        this.look = look;
        this.repo = repo;
        this.account = account;
        this.at = at;
    }

    /** The list does not say when one ended, which tells it from what became of it when it was run again. */
    void pipelines(List<JsonValue> all) {
        boolean first = isFirst("pipelines");
        Instant since = since("pipelines", all);
        Set<String> known = Set.copyOf(List.of(look.recall("pipelines.ended").orElse("").split(" ")));
        List<String> ended = new ArrayList<>();
        for (JsonValue one : all.reversed()) {
            String key = one.get("id").text() + "/" + one.get("status").text() + "/" + one.get("updated_at").text();
            if (GitlabFacts.hasEnded(one.get("status").text())) {
                ended.add(key);
                // One that is here because others were removed ended long before.
                if (!first && !known.contains(key) && !time(one, "updated_at").isBefore(since)) {
                    JsonValue whole = api.get(repo, "/pipelines/" + one.get("id").text());
                    publish("pipeline", copy(whole), whole.get("user"));
                }
            }
        }
        look.remember("pipelines.ended", String.join(" ", ended));
    }

    void mergeRequests(List<JsonValue> all) {
        boolean first = isFirst("merge_requests");
        Instant since = since("merge_requests", all);
        for (JsonValue one : all.reversed()) {
            String key = "merge_request/" + one.get("iid").text();
            String[] before = look.recall(key).orElse(" ").split(" ", -1);
            if (!first && !time(one, "updated_at").isBefore(since)) {
                mergeRequest(one, before[0], before[1], since);
            }
            look.remember(key, one.get("state").text() + " " + one.get("sha").text());
        }
    }

    private void mergeRequest(JsonValue one, String state, String head, Instant since) {
        if (state.isEmpty() && !time(one, "created_at").isBefore(since)) {
            publish("merge_request", mergeRequest(one, "open"), one.get("author"));
        }
        if (!head.isEmpty() && !head.equals(one.get("sha").text())) {
            publish("merge_request", mergeRequest(one, "update").put("oldrev", head), JsonValue.NULL);
        }
        String now = one.get("state").text();
        if (now.equals("merged") && !state.equals(now) && isSince(one, "merged_at", since)) {
            JsonValue who = one.get("merge_user").isNull() ? one.get("merged_by") : one.get("merge_user");
            publish("merge_request", mergeRequest(one, "merge"), who);
        } else if (now.equals("closed") && !state.equals(now) && isSince(one, "closed_at", since)) {
            publish("merge_request", mergeRequest(one, "close"), one.get("closed_by"));
        } else if (now.equals("opened") && state.equals("closed")) {
            publish("merge_request", mergeRequest(one, "reopen"), JsonValue.NULL);
        }
    }

    private static JsonValue.ObjectBuilder mergeRequest(JsonValue one, String action) {
        return copy(one).put("action", action).put("url", one.get("web_url"))
                .put("last_commit", JsonValue.object().put("id", one.get("sha").text()).build());
    }

    void issues(List<JsonValue> all) {
        boolean first = isFirst("issues");
        Instant since = since("issues", all);
        for (JsonValue one : all.reversed()) {
            String key = "issue/" + one.get("iid").text();
            String before = look.recall(key).orElse("");
            if (!first && before.isEmpty() && !time(one, "created_at").isBefore(since)) {
                publish("issue", copy(one).put("action", "open").put("url", one.get("web_url")), one.get("author"));
            }
            if (!first && one.get("state").text().equals("closed") && !before.equals("closed")
                    && isSince(one, "closed_at", since)) {
                publish("issue", copy(one).put("action", "close").put("url", one.get("web_url")),
                        one.get("closed_by"));
            }
            look.remember(key, one.get("state").text());
        }
    }

    private void publish(String kind, JsonValue.ObjectBuilder what, JsonValue who) {
        JsonValue.ObjectBuilder event = JsonValue.object().put("object_kind", kind)
                .put("object_attributes", what.build())
                .put("project", JsonValue.object().put("path_with_namespace", repo).build());
        look.publish(
                GitlabFacts.signal(kind, "", (who.isNull() ? event : event.put("user", who)).build(), at, account));
    }

    private boolean isFirst(String what) {
        return look.recall(what + ".since").isEmpty();
    }

    /** When the last look saw something change, and what the next one goes by. */
    private Instant since(String what, List<JsonValue> all) {
        Instant before = look.recall(what + ".since").map(Instant::parse).orElse(Instant.EPOCH);
        Instant newest = all.stream().map(one -> time(one, "updated_at")).max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        look.remember(what + ".since", (newest.isAfter(before) ? newest : before).toString());
        return before;
    }

    private static boolean isSince(JsonValue one, String when, Instant since) {
        return !one.get(when).isNull() && !time(one, when).isBefore(since);
    }

    private static Instant time(JsonValue one, String name) {
        return Instant.parse(one.get(name).text());
    }

    private static JsonValue.ObjectBuilder copy(JsonValue one) {
        JsonValue.ObjectBuilder copy = JsonValue.object();
        one.members().forEach(copy::put);
        return copy;
    }
}

package dev.telecoder.plugin.gitlab;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.PullRequestWork;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes on with merge requests. One waits as a draft while its title begins so; groups cannot be asked for a review. Any number of
 * threads may use it.
 */
final class GitlabPullRequestWork implements PullRequestWork {

    private static final String DRAFT = "Draft: ";
    private static final int DEVELOPER = 30;
    private static final Set<String> NEITHER = Set.of("skipped", "manual", "scheduled");
    private static final Set<String> UNDER_WAY =
            Set.of("created", "waiting_for_resource", "preparing", "pending", "running");

    private final GitlabApi api;

    GitlabPullRequestWork(GitlabApi api) {
        this.api = api;
    }

    @Override
    public Optional<Standing> standing(String repo, long number) {
        return api.find(repo, path(number)).map(GitlabPullRequestWork::standing);
    }

    private static String path(long number) {
        return "/merge_requests/" + number;
    }

    private static Standing standing(JsonValue one) {
        return new Standing(GitlabCodeHost.pullRequest(one), one.get("sha").text(), one.get("draft").asBoolean(false),
                one.get("description").text(), one.get("has_conflicts").asBoolean(false));
    }

    @Override
    public Standing change(String repo, long number, @Nullable String title, @Nullable String markdown,
            @Nullable Boolean draft) {
        JsonValue before = api.get(repo, path(number));
        boolean waits = draft == null ? before.get("draft").asBoolean(false) : draft;
        String plain = (title == null ? before.get("title").text() : title).replaceFirst("(?i)^(draft:\\s*)+", "");
        return standing(
                api.send(repo, "PUT", path(number), JsonValue.object().put("title", (waits ? DRAFT : "") + plain)
                        .putIfPresent("description", markdown).build()));
    }

    @Override
    public URI comment(String repo, long number, String markdown) {
        JsonValue said = api.post(repo, path(number) + "/notes", JsonValue.object().put("body", markdown).build());
        return URI.create(api.get(repo, path(number)).get("web_url").text() + "#note_" + said.get("id").text());
    }

    @Override
    public void requestReview(String repo, long number, List<String> people, List<String> teams) {
        JsonValue now = api.get(repo, path(number));
        Set<Long> ids = new LinkedHashSet<>();
        now.get("reviewers").items().forEach(one -> ids.add(one.get("id").asLong(0)));
        int before = ids.size();
        for (String name : people) {
            if (!name.equals(now.get("author").get("username").text())) {
                api.users(name).forEach(one -> ids.add(one.get("id").asLong(0)));
            }
        }
        if (ids.size() > before) {
            api.send(repo, "PUT", path(number), JsonValue.object().put("reviewer_ids", ids).build());
        }
    }

    @Override
    public String merge(String repo, long number, String head) {
        JsonValue merged = api.send(repo, "PUT", path(number) + "/merge", JsonValue.object().put("sha", head).build());
        return merged.get("merge_commit_sha").findText().or(() -> merged.get("squash_commit_sha").findText())
                .orElse(head);
    }

    @Override
    public List<Check> checks(String repo, String commit) {
        Map<String, JsonValue> newest = new LinkedHashMap<>();
        for (JsonValue one : api.all(repo, "/repository/commits/" + commit + "/statuses?per_page=100")) {
            newest.merge(one.get("name").text(), one,
                    (first, other) -> first.get("id").asLong(0) > other.get("id").asLong(0) ? first : other);
        }
        return newest.values().stream().map(one -> new Check(one.get("name").text(), state(one),
                one.get("pipeline_id").findText().orElse(""),
                one.get("target_url").findText().filter(url -> url.startsWith("http")).map(URI::create).orElse(null)))
                .toList();
    }

    private static String state(JsonValue status) {
        String said = status.get("status").text();
        return UNDER_WAY.contains(said) ? "running" : said.equals("success") ? "passed"
                : NEITHER.contains(said) || status.get("allow_failure").asBoolean(false) ? "skipped" : "failed";
    }

    @Override
    public List<Comment> comments(String repo, long number, Instant since) {
        List<Comment> all = new ArrayList<>();
        for (JsonValue one : api.all(repo, path(number) + "/notes?sort=asc&order_by=created_at&per_page=100")) {
            Instant at = Instant.parse(one.get("created_at").text());
            if (!one.get("system").asBoolean(false) && !at.isBefore(since)) {
                JsonValue place = one.get("position");
                all.add(new Comment(one.get("id").text(), one.get("author").get("username").text(),
                        one.get("author").get("bot").asBoolean(false), place.get("new_path").text(),
                        place.get("new_line").asInt(0), one.get("body").text(), at));
            }
        }
        return all.stream().sorted(Comparator.comparing(Comment::at)).toList();
    }

    @Override
    public boolean mayWrite(String repo, String account) {
        return api.users(account).stream().findFirst()
                .flatMap(one -> api.find(repo, "/members/all/" + one.get("id").text()))
                .map(member -> member.get("access_level").asInt(0) >= DEVELOPER).orElse(false);
    }
}

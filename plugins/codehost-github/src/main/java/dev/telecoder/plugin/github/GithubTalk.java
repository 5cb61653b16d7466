package dev.telecoder.plugin.github;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.Talk;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What is said below issues and pull requests and about lines of them; discussions are a part of their own. Any number of threads may use it. */
final class GithubTalk implements Talk {

    private static final Map<String, String> REACTIONS = Map.of("👍", "+1", "👎", "-1", "😄", "laugh", "😕", "confused",
            "❤️", "heart", "❤", "heart", "🎉", "hooray", "🚀", "rocket", "👀", "eyes");

    private final GithubApi api;
    private final GithubDiscussions discussions;

    GithubTalk(GithubApi api) {
        this.api = api;
        this.discussions = new GithubDiscussions(api);
    }

    @Override
    public Optional<Subject> subject(String repo, Topic topic) {
        return switch (topic.kind()) {
            case DISCUSSION -> discussions.subject(repo, topic.number());
            case REVIEW_THREAD -> api.find(repo, "/pulls/comments/" + topic.thread()).map(one -> new Subject(
                    one.get("path").text() + ":" + one.get("line").asInt(0), GithubPullRequests.author(one),
                    one.get("body").text(), "open", List.of(), Instant.parse(one.get("created_at").text()), page(one)));
            default -> api.find(repo, "/issues/" + topic.number()).map(one -> new Subject(one.get("title").text(),
                    GithubPullRequests.author(one), one.get("body").text(), one.get("state").text(),
                    GithubIssues.labels(one), Instant.parse(one.get("created_at").text()), page(one)));
        };
    }

    @Override
    public List<Remark> remarks(String repo, Topic topic, Instant since) {
        String after = "?per_page=100&since=" + seconds(since);
        return switch (topic.kind()) {
            case DISCUSSION ->
                    discussions.remarks(repo, topic).stream().filter(one -> !one.at().isBefore(since)).toList();
            case REVIEW_THREAD -> api.all(repo, "/pulls/" + topic.number() + "/comments" + after).stream()
                    .filter(one -> one.get("in_reply_to_id").text().equals(topic.thread())).map(GithubTalk::remark)
                    .toList();
            default -> api.all(repo, "/issues/" + topic.number() + "/comments" + after).stream()
                    .map(GithubTalk::remark).toList();
        };
    }

    @Override
    public Remark say(String repo, Topic topic, String markdown) {
        JsonValue body = JsonValue.object().put("body", markdown).build();
        return switch (topic.kind()) {
            case DISCUSSION -> discussions.say(repo, topic, markdown);
            case REVIEW_THREAD -> remark(api.post(repo,
                    "/pulls/" + topic.number() + "/comments/" + topic.thread() + "/replies", body));
            default -> remark(api.post(repo, "/issues/" + topic.number() + "/comments", body));
        };
    }

    @Override
    public void edit(String repo, Topic topic, String id, String markdown) {
        if (topic.kind() == Kind.DISCUSSION) {
            discussions.edit(repo, id, markdown);
        } else {
            api.send(repo, "PATCH", comment(topic, id), JsonValue.object().put("body", markdown).build());
        }
    }

    @Override
    public void react(String repo, Topic topic, String id, String reaction, boolean on) {
        String name = REACTIONS.get(reaction);
        if (name == null) {
            throw PluginException.of(Failure.REJECTED,
                    "GitHub has no reaction " + reaction + ". It has 👍 👎 😄 😕 ❤️ 🎉 🚀 👀.");
        }
        if (topic.kind() == Kind.DISCUSSION) {
            discussions.react(repo, topic.number(), id, name.equals("+1") ? "THUMBS_UP"
                    : name.equals("-1") ? "THUMBS_DOWN" : name.toUpperCase(Locale.ROOT), on);
            return;
        }
        String path = (id.isEmpty() ? "/issues/" + topic.number() : comment(topic, id)) + "/reactions";
        if (on) {
            api.post(repo, path, JsonValue.object().put("content", name).build());
            return;
        }
        String own = api.account().orElse("");
        api.all(repo, path + "?per_page=100&content=" + URLEncoder.encode(name, StandardCharsets.UTF_8)).stream()
                .filter(one -> GithubPullRequests.author(one).equalsIgnoreCase(own))
                .forEach(one -> api.send(repo, "DELETE", path + "/" + one.get("id").text(), null));
    }

    /** The older field knows no more than read and write. */
    @Override
    public Right right(String repo, String account) {
        if (!account.matches("[A-Za-z0-9_-]{1,100}")) {
            return Right.NONE; // an App has no rights as a collaborator
        }
        return api.find(repo, "/collaborators/" + account + "/permission").map(found -> {
            String role = found.get("role_name").findText().orElse("");
            String permission = found.get("permission").text();
            for (Right right : Right.values()) {
                if (right.name().equalsIgnoreCase(role)) {
                    return right;
                }
            }
            return switch (permission) { // a role of the organisation's own has a name nobody knows
                case "admin" -> Right.ADMIN;
                case "write" -> Right.WRITE;
                case "read" -> Right.READ;
                default -> Right.NONE;
            };
        }).orElse(Right.NONE);
    }

    private static String comment(Topic topic, String id) {
        return (topic.kind() == Kind.REVIEW_THREAD ? "/pulls" : "/issues") + "/comments/" + id;
    }

    private static Remark remark(JsonValue one) {
        return new Remark(one.get("id").text(), GithubPullRequests.author(one), one.get("body").text(),
                Instant.parse(one.get("created_at").text()), page(one));
    }

    private static URI page(JsonValue one) {
        return URI.create(one.get("html_url").text());
    }

    /** As GitHub reads times. */
    static String seconds(Instant time) {
        Instant least = Instant.EPOCH;
        return (time.isBefore(least) ? least : time).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}

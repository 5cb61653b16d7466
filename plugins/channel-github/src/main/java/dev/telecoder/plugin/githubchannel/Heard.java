package dev.telecoder.plugin.githubchannel;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.Talk.Kind;
import dev.telecoder.api.repo.Talk.Topic;
import dev.telecoder.api.signal.Signal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Something that was said on GitHub, or the label that gives something away.
 *
 * @param id names it, the same however it was learned
 * @param place where
 * @param remark its id within the conversation; empty for what the conversation begins with
 * @param author who said it, or set the label
 * @param bot whether that is a program
 * @param text what was said; empty for a label
 * @param label the label that was set; empty for what was said
 * @param labels the labels of the issue or pull request
 * @param at when
 */
record Heard(String id, Place place, String remark, JsonValue author, boolean bot, String text, String label,
        List<String> labels, Instant at) {

    /** Reads a webhook's body; empty for one without a place. */
    static Optional<Heard> of(Signal signal) {
        JsonValue event = signal.payload();
        String repo = signal.repo().orElse("");
        return switch (signal.kind()) {
            case "issues.opened" -> begun(repo, event.get("issue"), Kind.ISSUE);
            case "pull_request.opened" -> begun(repo, event.get("pull_request"), Kind.PULL_REQUEST);
            case "issues.labeled" -> labeled(repo, event, event.get("issue"), Kind.ISSUE);
            case "pull_request.labeled" -> labeled(repo, event, event.get("pull_request"), Kind.PULL_REQUEST);
            case "issue_comment.created" -> said("comment", repo, event.get("comment"), event.get("issue"),
                    Kind.ISSUE, "", "created_at");
            case "pull_request_review.submitted" -> said("review", repo, event.get("review"), event.get("pull_request"),
                    Kind.PULL_REQUEST, "", "submitted_at");
            case "pull_request_review_comment.created" -> said("remark", repo, event.get("comment"),
                    event.get("pull_request"), Kind.REVIEW_THREAD, event.get("comment").get("in_reply_to_id").findText()
                            .orElseGet(() -> event.get("comment").get("id").text()),
                    "created_at");
            case "discussion.created" -> begun(repo, event.get("discussion"), Kind.DISCUSSION);
            case "discussion_comment.created" -> discussed(repo, event.get("comment"), event.get("discussion"));
            default -> Optional.empty();
        };
    }

    private static Optional<Heard> begun(String repo, JsonValue one, Kind kind) {
        String text = (one.get("title").text() + "\n\n" + one.get("body").text()).strip();
        return made(beginning(repo, one, kind), repo, one, new Topic(kind, one.get("number").asLong(0)), "",
                one.get("user"), text, "", one.get("created_at"));
    }

    /** The same name as what it begins with has: a label set at once is no second task. */
    private static String beginning(String repo, JsonValue one, Kind kind) {
        return (kind == Kind.DISCUSSION ? "discussion/" : "issue/") + repo + "#" + one.get("number").text();
    }

    private static Optional<Heard> labeled(String repo, JsonValue event, JsonValue one, Kind kind) {
        return made(beginning(repo, one, kind), repo, one, new Topic(kind, one.get("number").asLong(0)), "",
                event.get("sender"), "", event.get("label").get("name").text(), one.get("updated_at"));
    }

    private static Optional<Heard> said(String what, String repo, JsonValue said, JsonValue below, Kind kind,
            String thread, String at) {
        return made(what + "/" + said.get("id").text(), repo, below,
                new Topic(kind, below.get("number").asLong(0), thread),
                what.equals("review") ? "" : said.get("id").text(),
                said.get("user"), said.get("body").text(), "", said.get(at));
    }

    /** Replies are told from what they stand below by a number, which GraphQL does not take: the answer stands beside. */
    private static Optional<Heard> discussed(String repo, JsonValue said, JsonValue below) {
        String node = said.get("node_id").text();
        return made("discussioncomment/" + said.get("id").text(), repo, below,
                new Topic(Kind.DISCUSSION, below.get("number").asLong(0), said.get("parent_id").isNull() ? node : ""),
                node, said.get("user"), said.get("body").text(), "", said.get("created_at"));
    }

    private static Optional<Heard> made(String id, String repo, JsonValue one, Topic topic, String remark,
            JsonValue author, String text, String label, JsonValue at) {
        if (repo.isEmpty() || topic.number() < 1 || author.get("login").text().isEmpty()) {
            return Optional.empty();
        }
        Stream<JsonValue> labels = one.get("labels").items().stream();
        return Optional.of(new Heard(id, new Place(repo, topic), remark, author,
                author.get("type").text().equals("Bot"), text, label,
                labels.map(name -> name.get("name").text()).toList(), time(at)));
    }

    private static Instant time(JsonValue at) {
        try {
            return Instant.parse(at.text());
        } catch (DateTimeException unknown) {
            return Instant.EPOCH;
        }
    }

    String login() {
        return author.get("login").text();
    }
}

package dev.telecoder.plugin.github;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.Talk.Remark;
import dev.telecoder.api.repo.Talk.Subject;
import dev.telecoder.api.repo.Talk.Topic;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Discussions, which GitHub keeps for GraphQL only. Any number of threads may use it. */
final class GithubDiscussions {

    static final String SUBJECT = """
            query($owner: String!, $name: String!, $number: Int!) {
              repository(owner: $owner, name: $name) {
                discussion(number: $number) {
                  id title body closed createdAt url author { login } labels(first: 50) { nodes { name } }
                }
              }
            }
            """;
    static final String REMARKS = """
            query($owner: String!, $name: String!, $number: Int!, $after: String) {
              repository(owner: $owner, name: $name) {
                discussion(number: $number) {
                  comments(first: 50, after: $after) {
                    pageInfo { hasNextPage endCursor }
                    nodes {
                      id body createdAt url author { login }
                      replies(first: 100) { nodes { id body createdAt url author { login } } }
                    }
                  }
                }
              }
            }
            """;
    static final String SAY = """
            mutation($discussion: ID!, $body: String!, $replyTo: ID) {
              addDiscussionComment(input: {discussionId: $discussion, body: $body, replyToId: $replyTo}) {
                comment { id body createdAt url author { login } }
              }
            }
            """;
    static final String EDIT = """
            mutation($id: ID!, $body: String!) {
              updateDiscussionComment(input: {commentId: $id, body: $body}) { comment { id } }
            }
            """;
    static final String REACT = """
            mutation($id: ID!, $content: ReactionContent!) {
              addReaction(input: {subjectId: $id, content: $content}) { reaction { content } }
            }
            """;
    static final String UNREACT = """
            mutation($id: ID!, $content: ReactionContent!) {
              removeReaction(input: {subjectId: $id, content: $content}) { reaction { content } }
            }
            """;
    private static final int MOST_PAGES = 50;

    private final GithubApi api;

    GithubDiscussions(GithubApi api) {
        this.api = api;
    }

    Optional<Subject> subject(String repo, long number) {
        return find(repo, number).map(one -> new Subject(one.get("title").text(), author(one), one.get("body").text(),
                one.get("closed").asBoolean(false) ? "closed" : "open",
                one.get("labels").get("nodes").items().stream().map(label -> label.get("name").text()).toList(),
                Instant.parse(one.get("createdAt").text()), URI.create(one.get("url").text())));
    }

    List<Remark> remarks(String repo, Topic topic) {
        List<Remark> all = new ArrayList<>();
        Optional<String> after = Optional.empty();
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonValue found = api.graphql(repo, REMARKS, GithubApi.about(repo).put("number", topic.number())
                    .put("after", after).build()).get("repository").get("discussion").get("comments");
            for (JsonValue top : found.get("nodes").items()) {
                if (topic.thread().isEmpty()) {
                    all.add(remark(top));
                } else if (top.get("id").text().equals(topic.thread())) {
                    top.get("replies").get("nodes").items().forEach(reply -> all.add(remark(reply)));
                }
            }
            after = found.get("pageInfo").get("endCursor").findText();
            if (!found.get("pageInfo").get("hasNextPage").asBoolean(false) || after.isEmpty()) {
                break;
            }
        }
        return all.stream().sorted(Comparator.comparing(Remark::at)).toList();
    }

    Remark say(String repo, Topic topic, String markdown) {
        return remark(api.graphql(repo, SAY, JsonValue.object().put("discussion", id(repo, topic.number()))
                .put("body", markdown).putIfPresent("replyTo", topic.thread().isEmpty() ? null : topic.thread())
                .build())
                .get("addDiscussionComment").get("comment"));
    }

    void edit(String repo, String id, String markdown) {
        api.graphql(repo, EDIT, JsonValue.object().put("id", id).put("body", markdown).build());
    }

    void react(String repo, long number, String id, String content, boolean on) {
        api.graphql(repo, on ? REACT : UNREACT, JsonValue.object()
                .put("id", id.isEmpty() ? id(repo, number) : id).put("content", content).build());
    }

    private String id(String repo, long number) {
        return find(repo, number).map(one -> one.get("id").text()).orElseThrow(() -> api.missing(repo));
    }

    private Optional<JsonValue> find(String repo, long number) {
        JsonValue found = api.graphql(repo, SUBJECT, GithubApi.about(repo).put("number", number).build())
                .get("repository").get("discussion");
        return found.isNull() ? Optional.empty() : Optional.of(found);
    }

    private static Remark remark(JsonValue one) {
        return new Remark(one.get("id").text(), author(one), one.get("body").text(),
                Instant.parse(one.get("createdAt").text()), URI.create(one.get("url").text()));
    }

    private static String author(JsonValue one) {
        return one.get("author").get("login").findText().orElse("ghost");
    }
}

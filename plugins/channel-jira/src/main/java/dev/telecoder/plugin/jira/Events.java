package dev.telecoder.plugin.jira;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.InboundMessage;
import dev.telecoder.api.channel.Sender;
import dev.telecoder.api.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes messages of Jira's events, of Cloud's and of servers'. Safe for many threads. */
final class Events {

    private static final Pattern ISSUE_OF = Pattern.compile("/issue/(\\d+)/comment/");

    private final JiraApi api;
    private final String label;
    private final List<String> me;
    private final Pattern mention;

    Events(JiraApi api, String label, JsonValue myself) {
        this.api = api;
        this.label = label;
        this.me = ids(myself);
        String ids = me.stream().map(Pattern::quote).collect(Collectors.joining("|"));
        String name = myself.get("displayName").text();
        this.mention = Pattern.compile("(?iu)" + (ids.isEmpty() ? "(?!)" : "\\[~(?:accountid:)?(?:" + ids + ")\\]")
                + (name.isBlank() ? "" : "|(?<![\\p{L}\\p{N}_])@" + Pattern.quote(name) + "(?![\\p{L}\\p{N}_])"));
    }

    /** An account as Cloud and servers name it. */
    private static List<String> ids(JsonValue user) {
        return Stream.of("accountId", "key", "name").map(key -> user.get(key).text()).filter(id -> !id.isEmpty())
                .distinct().toList();
    }

    /**
     * Reads an event.
     *
     * @return empty for what says nothing, or was said by ourselves
     */
    Optional<InboundMessage> message(JsonValue event) {
        return switch (event.get("webhookEvent").text()) {
            case "comment_created" -> comment(event);
            case "jira:issue_created", "jira:issue_updated" -> issue(event);
            default -> Optional.empty();
        };
    }

    private Optional<InboundMessage> comment(JsonValue event) {
        JsonValue comment = event.get("comment");
        String id = comment.get("id").text();
        // A server says only by the comment's own address which issue it belongs to.
        Matcher own = ISSUE_OF.matcher(comment.get("self").text());
        String issue = event.get("issue").get("id").findText().orElse(own.find() ? own.group(1) : "");
        Optional<Sender> sender = sender(comment.get("author"));
        if (id.isEmpty() || issue.isEmpty() || sender.isEmpty()) {
            return Optional.empty();
        }
        String body = text(comment.get("body"));
        boolean called = mention.matcher(body).find() || isGiven(event.get("issue").get("fields"), issue);
        return Optional.of(InboundMessage.builder("comment/" + id, new ChatAddress(JiraChannel.ID, issue, null),
                sender.get(), at(event)).text(without(body)).addressedToBot(called).build());
    }

    /** An issue speaks once, with the words of who reported it, whoever gave it the label. */
    private Optional<InboundMessage> issue(JsonValue event) {
        JsonValue issue = event.get("issue");
        JsonValue fields = issue.get("fields");
        String text = (fields.get("summary").text() + "\n\n" + text(fields.get("description"))).strip();
        if (issue.get("id").text().isEmpty() || isMe(event.get("user"))
                || !hasLabel(fields) && !mention.matcher(text).find()) {
            return Optional.empty();
        }
        JsonValue author = Stream.of(fields.get("creator"), fields.get("reporter"), event.get("user"))
                .filter(user -> !ids(user).isEmpty()).findFirst().orElse(JsonValue.NULL);
        return sender(author).map(sender -> InboundMessage.builder("issue/" + issue.get("id").text(),
                new ChatAddress(JiraChannel.ID, issue.get("id").text(), null), sender, at(event))
                .text(without(text)).addressedToBot(true).build());
    }

    private boolean isGiven(JsonValue fields, String issue) {
        if (fields.get("labels") instanceof JsonValue.JsonArray) {
            return hasLabel(fields);
        }
        try {
            return hasLabel(api.get("/issue/" + JiraApi.part(issue) + "?fields=labels").get("fields"));
        } catch (PluginException e) {
            if (e.failure() == Failure.REJECTED) {
                return false;
            }
            throw e;
        }
    }

    private boolean hasLabel(JsonValue fields) {
        return fields.get("labels").items().stream().anyMatch(one -> one.text().equalsIgnoreCase(label));
    }

    private boolean isMe(JsonValue user) {
        return ids(user).stream().anyMatch(me::contains);
    }

    /** Nobody for ourselves, and for programs. */
    private Optional<Sender> sender(JsonValue user) {
        List<String> ids = ids(user);
        return ids.isEmpty() || isMe(user) || user.get("accountType").text().equals("app") ? Optional.empty()
                : Optional.of(new Sender(ids.getFirst(), user.get("displayName").findText().orElse(ids.getFirst())));
    }

    private static String text(JsonValue body) {
        return body instanceof JsonValue.JsonObject ? Adf.plain(body).strip() : body.text();
    }

    private String without(String text) {
        return mention.matcher(text).replaceAll("").strip();
    }

    private static Instant at(JsonValue event) {
        return Instant.ofEpochMilli(event.get("timestamp").asLong(0));
    }
}

package dev.telecoder.plugin.linear;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.InboundMessage;
import dev.telecoder.api.channel.Sender;
import dev.telecoder.api.json.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes messages of Linear's events. Safe for many threads. */
final class Events {

    private final LinearApi api;
    private final String label;
    private final String me;
    private final Pattern mention;

    Events(LinearApi api, String label, JsonValue viewer) {
        this.api = api;
        this.label = label;
        this.me = viewer.get("id").text();
        String names = Stream.of("displayName", "name").map(key -> viewer.get(key).text()).filter(n -> !n.isBlank())
                .map(Pattern::quote).collect(Collectors.joining("|"));
        this.mention = Pattern.compile(names.isEmpty() ? "(?!)" : "(?iu)(?<![\\p{L}\\p{N}_])@(?:" + names
                + ")(?![\\p{L}\\p{N}_])|https?://linear\\.app/[^/\\s]+/profiles/(?:" + names + ")(?![\\p{L}\\p{N}_])");
    }

    /**
     * Reads an event.
     *
     * @return empty for what says nothing, or was said by ourselves
     */
    Optional<InboundMessage> message(JsonValue event) {
        JsonValue data = event.get("data");
        String kind = event.get("type").text() + "." + event.get("action").text();
        if (data.get("id").text().isEmpty() || event.get("actor").get("id").text().equals(me)) {
            return Optional.empty();
        }
        return switch (kind) {
            case "Comment.create" -> comment(event, data);
            case "Issue.create", "Issue.update" -> issue(event, data);
            default -> Optional.empty();
        };
    }

    private Optional<InboundMessage> comment(JsonValue event, JsonValue data) {
        String issue = data.get("issueId").findText().orElse(data.get("issue").get("id").text());
        String author = data.get("userId").findText().orElse(data.get("user").get("id").text());
        if (issue.isEmpty() || author.isEmpty() || author.equals(me) || !data.get("botActor").isNull()) {
            return Optional.empty();
        }
        String body = data.get("body").text();
        boolean called = mention.matcher(body).find();
        InboundMessage.Builder made = InboundMessage.builder("comment/" + data.get("id").text(),
                new ChatAddress(LinearChannel.ID, issue, null), sender(event, data.get("user"), author), at(data))
                .text(without(body)).addressedToBot(called || isGiven(issue));
        data.get("parentId").findText().ifPresent(parent -> made.replyTo("comment/" + parent));
        return Optional.of(made.build());
    }

    /** An issue speaks once, with the words of who wrote it, whoever gave it the label. */
    private Optional<InboundMessage> issue(JsonValue event, JsonValue data) {
        String text = (data.get("title").text() + "\n\n" + data.get("description").text()).strip();
        boolean given = hasLabel(data.get("labels").items()) || mention.matcher(text).find();
        if (!given || !data.get("archivedAt").isNull()) {
            return Optional.empty();
        }
        String id = data.get("id").text();
        JsonValue creator = data.get("creator");
        String author = data.get("creatorId").findText().orElse(creator.get("id").text());
        if (author.isEmpty()) {
            creator = asked(id).get("creator");
            author = creator.get("id").text();
        }
        if (author.isEmpty() || author.equals(me)) {
            return Optional.empty();
        }
        return Optional.of(InboundMessage.builder("issue/" + id, new ChatAddress(LinearChannel.ID, id, null),
                sender(event, creator, author), at(data)).text(without(text)).addressedToBot(true).build());
    }

    private boolean isGiven(String issue) {
        return hasLabel(asked(issue).get("labels").get("nodes").items());
    }

    private JsonValue asked(String issue) {
        try {
            return api.ask(LinearApi.ISSUE, JsonValue.object().put("id", issue).build()).get("issue");
        } catch (PluginException e) {
            if (e.failure() == Failure.REJECTED) {
                return JsonValue.NULL;
            }
            throw e;
        }
    }

    private boolean hasLabel(List<JsonValue> labels) {
        return labels.stream().anyMatch(one -> one.get("name").text().equalsIgnoreCase(label));
    }

    private static Sender sender(JsonValue event, JsonValue user, String id) {
        JsonValue actor = event.get("actor");
        return new Sender(id, user.get("name").findText()
                .orElse(actor.get("id").text().equals(id) ? actor.get("name").findText().orElse(id) : id));
    }

    private String without(String text) {
        return mention.matcher(text).replaceAll("").strip();
    }

    private static Instant at(JsonValue data) {
        try {
            return Instant.parse(data.get("createdAt").text());
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }
}

package dev.telecoder.testkit;

import dev.telecoder.api.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which arguments the methods of Slack's Web API take, after its OpenAPI description of 2021 and, for the uploads that are
 * younger, its documentation; and which blocks a message may have. Safe for many threads.
 */
final class SlackMethods {

    private static final Map<String, Method> METHODS = Map.of(
            "auth.test", new Method(Set.of(), Set.of()),
            "apps.connections.open", new Method(Set.of(), Set.of()),
            "users.info", new Method(Set.of("user"), Set.of("include_locale")),
            "chat.postMessage",
            new Method(Set.of("channel"), Set.of("text", "blocks", "attachments", "thread_ts", "parse",
                    "link_names", "mrkdwn", "reply_broadcast", "unfurl_links", "unfurl_media", "username", "icon_emoji",
                    "icon_url", "as_user", "metadata")),
            "chat.update", new Method(Set.of("channel", "ts"), Set.of("text", "blocks", "attachments", "parse",
                    "link_names", "as_user", "metadata")),
            "chat.postEphemeral", new Method(Set.of("channel", "user"), Set.of("text", "blocks", "attachments",
                    "thread_ts", "parse", "link_names", "username", "icon_emoji", "icon_url", "as_user")),
            "files.getUploadURLExternal", new Method(Set.of("filename", "length"), Set.of("alt_txt", "snippet_type")),
            "files.completeUploadExternal", new Method(Set.of("files"), Set.of("channel_id", "thread_ts",
                    "initial_comment", "channels", "blocks")));

    private SlackMethods() {}

    private record Method(Set<String> required, Set<String> optional) {}

    /** What is wrong with a call, as the name of Slack's error; empty if nothing is. */
    static Optional<String> complaint(String name, JsonValue arguments) {
        Method method = METHODS.get(name);
        if (method == null) {
            return Optional.of("unknown_method");
        }
        Set<String> left = new HashSet<>(arguments.members().keySet());
        left.removeAll(method.required());
        left.removeAll(method.optional());
        if (!left.isEmpty()) {
            return Optional.of("invalid_arguments: unknown " + left);
        }
        for (String required : method.required()) {
            if (arguments.get(required).toString().matches("null|\"\"")) {
                return Optional.of("invalid_arguments: missing " + required);
            }
        }
        for (Map.Entry<String, JsonValue> argument : arguments.members().entrySet()) {
            boolean list = Set.of("blocks", "attachments", "files").contains(argument.getKey());
            boolean flag = argument.getKey().startsWith("unfurl") || Set.of("mrkdwn", "link_names", "reply_broadcast")
                    .contains(argument.getKey());
            if (list != argument.getValue() instanceof JsonValue.JsonArray
                    || flag != argument.getValue() instanceof JsonValue.JsonBoolean) {
                return Optional.of("invalid_arguments: the type of " + argument.getKey());
            }
        }
        if (!name.startsWith("chat.")) {
            return Optional.empty();
        }
        Optional<String> blocks = blocks(arguments.get("blocks").items());
        return blocks.isPresent() ? blocks : SlackBody.complaint(arguments);
    }

    private static Optional<String> blocks(List<JsonValue> blocks) {
        if (blocks.size() > 50) {
            return Optional.of("invalid_blocks: more than 50");
        }
        List<String> actions = new ArrayList<>();
        for (JsonValue block : blocks) {
            switch (block.get("type").text()) {
                case "section" -> {
                    JsonValue text = block.get("text");
                    boolean fits = Set.of("mrkdwn", "plain_text").contains(text.get("type").text())
                            && !text.get("text").text().isBlank() && text.get("text").text().length() <= 3_000;
                    Optional<String> wrong = fits ? SlackBody.complaint(text) : Optional.of("its text");
                    if (wrong.isPresent()) {
                        return Optional.of("invalid_blocks: section: " + wrong.get());
                    }
                }
                case "actions" -> {
                    if (block.get("elements").items().isEmpty() || block.get("elements").items().size() > 25) {
                        return Optional.of("invalid_blocks: actions has 1 to 25 elements");
                    }
                    for (JsonValue button : block.get("elements").items()) {
                        String label = button.get("text").get("text").text();
                        if (!button.get("type").text().equals("button") || label.isBlank() || label.length() > 75
                                || !button.get("text").get("type").text().equals("plain_text")
                                || button.get("value").text().length() > 2_000
                                || actions.contains(button.get("action_id").text())) {
                            return Optional.of("invalid_blocks: button " + button);
                        }
                        actions.add(button.get("action_id").text());
                    }
                }
                default -> {
                    return Optional.of("invalid_blocks: unsupported type " + block.get("type"));
                }
            }
        }
        return Optional.empty();
    }
}

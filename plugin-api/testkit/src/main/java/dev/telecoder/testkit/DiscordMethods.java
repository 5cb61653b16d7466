package dev.telecoder.testkit;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which calls of Discord's REST API a bot makes: each is held against Discord's own OpenAPI description, and then against what
 * that does not say. Discord itself ignores fields it does not know; here they are refused, since they are mistakes. Safe for
 * many threads.
 */
final class DiscordMethods {

    private static final Set<String> MESSAGE = Set.of("content", "embeds", "allowed_mentions", "components",
            "attachments", "flags");
    private static final Set<String> CREATED = Set.of("content", "embeds", "allowed_mentions", "components",
            "attachments", "flags", "nonce", "tts", "message_reference", "sticker_ids", "enforce_nonce");
    private static final Pattern COMMAND = Pattern.compile("[-_'\\p{L}\\p{N}]{1,32}");

    private static final Pattern PAYLOAD =
            Pattern.compile("name=\"payload_json\"\r\n(?:[^\r\n]+\r\n)*\r\n(.*?)\r\n--", Pattern.DOTALL);

    private DiscordMethods() {}

    /** What is wrong with a call; empty if nothing is. */
    static Optional<String> complaint(String method, String path, boolean form, String sent) {
        Matcher payload = PAYLOAD.matcher(sent);
        if (form && !(payload.find() && sent.contains("name=\"files[0]\""))) {
            return Optional.of("payload_json or files[0] is missing");
        }
        String text = form ? payload.group(1) : sent;
        JsonValue body = JsonValue.NULL;
        try {
            if (!text.isEmpty()) {
                body = JacksonJson.INSTANCE.parse(text);
            }
        } catch (PluginException e) {
            return Optional.of("50109: The request body contains invalid JSON.");
        }
        return DiscordSpec.complaint(method, path, text.isEmpty() ? null : text).or(more(method, path, body));
    }

    /** What the description does not say. */
    private static Supplier<Optional<String>> more(String method, String path, JsonValue body) {
        return () -> {
            if (path.endsWith("/commands")) {
                return commands(body);
            } else if (path.endsWith("/callback")) {
                return callback(body);
            } else if (method.equals("POST") && path.endsWith("/messages")) {
                return unknown(body, CREATED).or(() -> created(body)).or(() -> rows(body));
            }
            return method.equals("PATCH") ? unknown(body, MESSAGE).or(() -> rows(body)) : Optional.empty();
        };
    }

    private static Optional<String> unknown(JsonValue body, Set<String> known) {
        return body.members().keySet().stream().filter(name -> !known.contains(name)).sorted().findFirst()
                .map(name -> "unknown " + name);
    }

    private static Optional<String> created(JsonValue body) {
        JsonValue reference = body.get("message_reference");
        if (body.get("nonce").text().length() > 25) {
            return Optional.of("the nonce is too long");
        } else if (!reference.isNull() && !reference.get("message_id").text().matches("\\d+")) {
            return Optional.of("message_reference.message_id is no snowflake");
        }
        return Optional.empty();
    }

    private static Optional<String> rows(JsonValue body) {
        if (body.get("components").items().size() > 5) {
            return Optional.of("components has at most 5 rows");
        }
        for (JsonValue row : body.get("components").items()) {
            int buttons = row.get("components").items().size();
            if (row.get("type").asInt(0) != 1 || buttons < 1 || buttons > 5) {
                return Optional.of("a row has type 1 and 1 to 5 buttons");
            }
            for (JsonValue button : row.get("components").items()) {
                String label = button.get("label").text();
                String id = button.get("custom_id").text();
                int style = button.get("style").asInt(0);
                if (button.get("type").asInt(0) != 2 || style < 1 || style > 4 || label.isBlank()
                        || label.length() > 80 || id.isEmpty() || id.length() > 100) {
                    return Optional.of("a button is wrong: " + button);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> commands(JsonValue body) {
        if (!(body instanceof JsonValue.JsonArray) || body.items().size() > 100) {
            return Optional.of("an array of at most 100 commands is expected");
        }
        for (JsonValue command : body.items()) {
            Optional<String> wrong = unknown(command, Set.of("name", "description", "type", "options"))
                    .or(() -> named(command));
            if (wrong.isPresent()) {
                return wrong;
            }
            for (JsonValue option : command.get("options").items()) {
                Optional<String> of = unknown(option, Set.of("name", "description", "type", "required"))
                        .or(() -> named(option));
                if (of.isPresent() || option.get("type").asInt(0) != 3) {
                    return Optional.of(of.orElse("the type of an option"));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> named(JsonValue one) {
        String name = one.get("name").text();
        String description = one.get("description").text();
        return !COMMAND.matcher(name).matches() || !name.equals(name.toLowerCase(java.util.Locale.ROOT))
                ? Optional.of("the name \"" + name + "\"")
                : description.isEmpty() || description.length() > 100
                        ? Optional.of("a description has 1 to 100 characters") : Optional.empty();
    }

    private static Optional<String> callback(JsonValue body) {
        int type = body.get("type").asInt(0);
        Map<String, JsonValue> data = body.get("data").members();
        if (!Set.of(1, 4, 5, 6, 7).contains(type)) {
            return Optional.of("the type of an answer");
        } else if (type == 4) {
            return data.isEmpty() || body.get("data").get("content").text().isBlank() ? Optional.of("nothing to show")
                    : unknown(body.get("data"), MESSAGE).or(() -> DiscordBody.complaint(body.get("data")));
        }
        return Optional.empty();
    }
}

package dev.telecoder.platform.conversation;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.store.Times;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A line of a conversation file: one message. */
record ConversationLine(String id, String conversation, String user, String channel, Instant sentAt, String sender,
        Message.Role role, String text) {

    private static final int LONGEST_NAME = 500;

    /** Why a line is not taken; told to the person with the number of the line. */
    static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;

        Refused(String why) {
            super(why, null, false, false);
        }
    }

    static ConversationLine of(JsonValue line) throws Refused {
        if (!(line instanceof JsonValue.JsonObject)) {
            throw new Refused("it is no JSON object; expected "
                    + "{\"id\",\"conversation\",\"user\",\"channel\",\"sent_at\",\"sender\",\"role\",\"text\"}");
        }
        String user = name(line, "user");
        String channel = optional(line, "channel");
        String sender = optional(line, "sender");
        return new ConversationLine(name(line, "id"), name(line, "conversation"), user,
                channel == null ? "import" : channel, time(line), sender == null ? user : sender, role(line),
                readable(string(line, "text")));
    }

    JsonValue toJson() {
        return JsonValue.object().put("id", id).put("conversation", conversation).put("user", user)
                .put("channel", channel).put("sent_at", Times.text(sentAt)).put("sender", sender)
                .put("role", role).put("text", text).build();
    }

    private static String name(JsonValue line, String member) throws Refused {
        String text = string(line, member);
        if (text.isBlank() || text.length() > LONGEST_NAME) {
            throw new Refused("\"" + member + "\" is "
                    + (text.isBlank() ? "empty" : "longer than " + LONGEST_NAME + " characters"));
        }
        return readable(text);
    }

    private static @Nullable String optional(JsonValue line, String member) throws Refused {
        return line.get(member).isNull() ? null : readable(string(line, member));
    }

    private static String string(JsonValue line, String member) throws Refused {
        JsonValue value = line.get(member);
        if (value instanceof JsonValue.JsonString text) {
            return text.value();
        }
        throw new Refused("\"" + member + "\" is " + (value.isNull() ? "missing" : "no text"));
    }

    private static Message.Role role(JsonValue line) throws Refused {
        return switch (string(line, "role")) {
            case "user" -> Message.Role.USER;
            case "assistant" -> Message.Role.ASSISTANT;
            default -> throw new Refused("\"role\" is neither user nor assistant");
        };
    }

    private static Instant time(JsonValue line) throws Refused {
        String text = string(line, "sent_at");
        try {
            Instant at = OffsetDateTime.parse(text.toUpperCase(Locale.ROOT).replace(' ', 'T')).toInstant();
            int year = at.atOffset(java.time.ZoneOffset.UTC).getYear();
            if (year >= 0 && year <= 9999) {
                return Times.toMillis(at);
            }
        } catch (DateTimeException e) {
            // told below
        }
        throw new Refused("\"sent_at\" is no time; expected one such as 2026-11-22T14:05:00Z");
    }

    /** Half a character has no form in the database, and would come back as something else. */
    private static String readable(String text) {
        if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> out.appendCodePoint(
                c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c));
        return out.toString();
    }
}
